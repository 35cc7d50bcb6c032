// Shows what only a script can do, goes ten seconds back or on, and says so when there is nothing to play.
import { player, skip, sound } from "./player.js";

player.querySelector("[data-tools]").hidden = false;

player.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-skip]");
  if (button) skip(Number(button.dataset.skip));
});

sound.addEventListener("error", () => {
  const trouble = player.querySelector("[data-trouble]");
  trouble.textContent = trouble.dataset.words;
});
