// Fills the explanation with the words of the rule that is chosen, until the moderator has words of their own there.
for (const select of document.querySelectorAll("[data-fills]")) {
  const field = document.getElementById(select.dataset.fills);
  const wordsOf = () => select.selectedOptions[0]?.dataset.explanation ?? "";
  let filled = wordsOf();
  const untouched = () => field.value.trim() === "" || field.value === filled;
  select.addEventListener("change", () => {
    if (!wordsOf() || !untouched()) return;
    field.value = filled = wordsOf();
  });
}
