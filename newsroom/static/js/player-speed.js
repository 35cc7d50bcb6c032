// Plays as fast as the reader chose, here and in the next article.
import { player, remember, remembered, sound } from "./player.js";

const speeds = player.querySelector("[data-speed]");

function play(speed) {
  sound.defaultPlaybackRate = sound.playbackRate = speed;
}

const last = remembered("speed");
if ([...speeds.options].some(({ value }) => value === last)) speeds.value = last;
play(Number(speeds.value));

speeds.addEventListener("change", () => {
  play(Number(speeds.value));
  remember("speed", speeds.value);
});
