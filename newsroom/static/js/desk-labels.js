// Names for those who do not see them what the admin's own fields leave without a name.
const words = (label) => label?.textContent.replace(/\s*:?\s*$/, "").trim();

function nameChoices(container) {
  const select = container.previousElementSibling;
  const name = words(select?.labels?.[0]) || select?.getAttribute("aria-label");
  if (!name) return;
  const named = container.querySelectorAll("[role=combobox], [role=searchbox], [role=textbox], textarea, input");
  for (const it of named) it.setAttribute("aria-label", name);
  // A list that holds a field too is no list.
  container.querySelector("ul.select2-selection__rendered")?.setAttribute("role", "presentation");
}

function nameRows(table) {
  const heads = table.tHead.rows[0].cells;
  // The head of a column of nothing is none.
  if (heads[0].matches("th.original")) heads[0].replaceWith(document.createElement("td"));
  for (const field of table.querySelectorAll("tbody td input:not([type=hidden]), tbody td select")) {
    const name = words(heads[field.closest("td").cellIndex]);
    if (name && !field.labels?.length) field.setAttribute("aria-label", name);
  }
}

function nameAll() {
  document.querySelectorAll(".inline-group table").forEach(nameRows);
  document.querySelectorAll(".select2-container").forEach(nameChoices);
}

// After the scripts of the admin, and again when they add a row or a choice.
addEventListener("load", () => {
  nameAll();
  new MutationObserver(nameAll).observe(document.querySelector("#article_form"), { childList: true, subtree: true });
});
