// Marks the sentence that is being read, and reads on from the one that is clicked. It never scrolls.
import { stretches } from "./player-places.js";
import { play, player, sound } from "./player.js";

const MARK = "spoken";
const CLICKED = "a, button, input, select, textarea, label, summary, figure, audio";
let cues = [];
let places = [];

function mark() {
  const now = sound.currentTime;
  const place = places[cues.findIndex(([, , , start, end]) => start <= now && now < end)];
  if (place && !sound.ended) CSS.highlights.set(MARK, new Highlight(place));
  else CSS.highlights.delete(MARK);
}

function holds(range, { clientX: x, clientY: y }) {
  const lines = range ? [...range.getClientRects()] : [];
  return lines.some(({ left, right, top, bottom }) => left <= x && x <= right && top <= y && y <= bottom);
}

function readFrom(event) {
  if (event.target.closest(CLICKED) || !getSelection().isCollapsed) return;
  const chosen = places.findIndex((range) => holds(range, event));
  if (chosen < 0) return;
  // The start of a cue, and never the end of the one before.
  sound.currentTime = cues[chosen][3] + 0.01;
  play();
}

async function begin() {
  const answer = await fetch(player.dataset.cues);
  if (!answer.ok) return;
  const said = await answer.json();
  if (said.version !== player.dataset.version) return;
  cues = said.cues;
  places = stretches(cues);
  const article = document.querySelector("article[data-article]");
  article.classList.add("is-listened-to");
  article.addEventListener("click", readFrom);
  sound.addEventListener("timeupdate", mark);
  sound.addEventListener("seeked", mark);
  sound.addEventListener("ended", mark);
  mark();
}

if ("highlights" in CSS) sound.addEventListener("play", begin, { once: true });
