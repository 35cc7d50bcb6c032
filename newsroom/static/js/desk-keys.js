// One key a decision, while the comment or the list has the focus: never in a field, never over the browser's own keys.
const FIELDS = "input:not([type=checkbox]), textarea, select, [contenteditable]";

function move(area, row, step) {
  const rows = [...area.querySelectorAll("tbody tr[data-comment]")];
  rows[Math.min(Math.max(rows.indexOf(row) + step, 0), rows.length - 1)]?.focus();
}

const help = document.querySelector("[data-keys-help]");
let before = null;

// The list of keys, opened and put away with one key: the focus comes back to where it was.
function showHelp() {
  help.open = !help.open;
  if (!help.open) return before?.focus();
  before = document.activeElement;
  help.querySelector("summary").focus();
}

help?.addEventListener("keydown", (event) => {
  if (event.key !== "?" && event.key !== "Escape") return;
  event.preventDefault();
  event.stopPropagation();
  showHelp();
});

function press(key, place) {
  const target = place.querySelector(`[data-key="${key}"]`) ?? document.querySelector(`[data-undo] [data-key="${key}"]`);
  if (!target) return false;
  if (target.matches("button, a, input")) target.click();
  else target.querySelector("input:checked, select, textarea, input").focus();
  return true;
}

for (const area of document.querySelectorAll("[data-keys]")) {
  area.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches(FIELDS)) return;
    const row = event.target.closest("tr[data-comment]");
    const isList = area.matches("table");
    if (event.key === "?") showHelp();
    else if (isList && event.key === "j") move(area, row, 1);
    else if (isList && event.key === "k") move(area, row, -1);
    else if (event.key.length > 1 || !press(event.key, row ?? area)) return;
    event.preventDefault();
  });
  // The keys are ready at once, unless something on the page asks for an answer first.
  const start = area.querySelector("[data-keys-start], tbody tr[data-comment]");
  if (!location.hash && !document.querySelector(".errorlist, [autofocus]")) start?.focus();
}
