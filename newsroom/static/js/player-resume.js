// Begins where the reader stopped, in this browser, unless the article was spoken anew since.
import { player, remember, remembered, sound } from "./player.js";

const { player: article, version } = player.dataset;
const EVERY = 5;
const NEARLY_OVER = 10;
let last = 0;

function keep() {
  last = sound.currentTime;
  remember(article, `${version} ${last > sound.duration - NEARLY_OVER ? 0 : last}`);
}

const [heard, seconds] = (remembered(article) ?? "").split(" ");
if (heard === version && seconds > 0) {
  sound.addEventListener("loadedmetadata", () => (sound.currentTime = Number(seconds)), { once: true });
}

sound.addEventListener("timeupdate", () => {
  if (Math.abs(sound.currentTime - last) > EVERY) keep();
});
sound.addEventListener("pause", keep);
