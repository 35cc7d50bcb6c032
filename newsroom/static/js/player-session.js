// Tells the system what is playing: the lock screen, the keys of a headset, a car.
import { play, player, skip, sound } from "./player.js";

const session = navigator.mediaSession;
const { title, paper } = player.dataset;

function place() {
  if (!Number.isFinite(sound.duration)) return;
  session.setPositionState?.({
    duration: sound.duration,
    playbackRate: sound.playbackRate,
    position: Math.min(sound.currentTime, sound.duration),
  });
}

function begin() {
  const image = document.querySelector(".lead-picture img");
  const artwork = image ? [{ src: image.currentSrc || image.src }] : [];
  session.metadata = new MediaMetadata({ title, artist: paper, album: paper, artwork });
  const actions = {
    play,
    pause: () => sound.pause(),
    seekbackward: ({ seekOffset }) => skip(-(seekOffset || 10)),
    seekforward: ({ seekOffset }) => skip(seekOffset || 10),
    seekto: ({ seekTime }) => (sound.currentTime = seekTime),
    nexttrack: player.querySelector("[data-next]") && (() => player.querySelector("[data-next]").click()),
  };
  for (const [action, act] of Object.entries(actions)) {
    try {
      session.setActionHandler(action, act);
    } catch {
      // This system knows no such key.
    }
  }
  for (const event of ["seeked", "ratechange", "durationchange"]) sound.addEventListener(event, place);
  place();
}

if (session) sound.addEventListener("play", begin, { once: true });
