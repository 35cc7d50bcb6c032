// Keeps the player at hand once it is scrolled away: at the foot of the window, never over what has the focus.
import { player, sound } from "./player.js";

const box = player.querySelector("[data-box]");
const close = player.querySelector("[data-close]");
let isAway = false;
let isWanted = false;

function show() {
  const isMini = isAway && isWanted;
  if (isMini === player.classList.contains("is-mini")) return;
  // The page must not jump while its player is elsewhere.
  player.style.minHeight = isMini ? `${player.offsetHeight}px` : "";
  player.classList.toggle("is-mini", isMini);
  document.documentElement.classList.toggle("has-mini-player", isMini);
}

new IntersectionObserver(([entry]) => {
  isAway = !entry.isIntersecting;
  show();
}).observe(player);

sound.addEventListener("play", () => {
  isWanted = true;
  show();
});

close.addEventListener("click", () => {
  isWanted = false;
  sound.pause();
  show();
});

document.addEventListener("focusin", ({ target }) => {
  if (!player.classList.contains("is-mini") || box.contains(target)) return;
  const hidden = target.getBoundingClientRect().bottom - box.getBoundingClientRect().top;
  if (hidden > 0) scrollBy({ top: hidden + 8, behavior: "instant" });
});
