// J, K and L as in every player: back, play or pause, on. Only while the focus is in the player.
import { play, player, skip, sound } from "./player.js";

const KEYS = {
  j: () => skip(-10),
  k: () => (sound.paused ? play() : sound.pause()),
  l: () => skip(10),
};

player.addEventListener("keydown", (event) => {
  const act = KEYS[event.key.toLowerCase()];
  if (!act || event.ctrlKey || event.altKey || event.metaKey || event.target.matches("select")) return;
  event.preventDefault();
  act();
});
