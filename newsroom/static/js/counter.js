// Keeps « 0 / 2000 » true while a comment is typed, and says it aloud after a second of silence.
import { length } from "./comment-length.js";

const SILENCE = 1000;
const NEARLY_FULL = 200;
let silence;

function show(form) {
  const counter = form.querySelector("[data-limit]");
  const words = form.querySelector("[data-counter-words]");
  const limit = Number(counter.dataset.limit);
  const count = length(form.elements.body.value);
  counter.textContent = `${count} / ${limit}`;
  counter.classList.toggle("is-over", count > limit);
  clearTimeout(silence);
  silence = setTimeout(() => {
    words.textContent = inWords(words.dataset, limit - count);
  }, SILENCE);
}

function inWords({ over, left }, room) {
  if (room < 0) return over.replace("{n}", -room);
  return room < NEARLY_FULL ? left.replace("{n}", room) : "";
}

function showAll() {
  document.querySelectorAll("[data-counted]").forEach(show);
}

document.addEventListener("input", ({ target }) => {
  if (target.form?.matches("[data-counted]")) show(target.form);
});
document.addEventListener("discussion:shown", showAll);
// A browser may bring back what was typed before the page was loaded anew.
showAll();
