// Asks before what was typed in a form of the desk is left unsaved.
for (const form of document.querySelectorAll("#article_form")) {
  const typed = () => new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)])).toString();
  let saved = null;
  let sending = false;
  // Once the other scripts of the page have put their own values in.
  setTimeout(() => (saved = typed()), 1000);
  form.addEventListener("submit", () => (sending = true));
  addEventListener("beforeunload", (event) => {
    if (!sending && saved !== null && typed() !== saved) event.preventDefault();
  });
}
