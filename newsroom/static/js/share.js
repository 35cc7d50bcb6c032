// Reveals the buttons that hand an address on: by the device's own sheet, where it has one, or by a copy.
for (const button of document.querySelectorAll("[data-share]")) {
  const shared = { title: button.dataset.title, url: button.dataset.share };
  if (!navigator.canShare?.(shared)) continue;
  button.hidden = false;
  // A sheet that is closed, or was open already, is no error.
  button.addEventListener("click", () => navigator.share(shared).catch(() => {}));
}

for (const button of document.querySelectorAll("[data-copy-link]")) {
  if (!navigator.clipboard) continue;
  const status = button.parentElement.querySelector("[role=status]");
  const { copyLink, copied } = button.dataset;
  button.hidden = false;
  button.addEventListener("click", () =>
    // Where the browser refuses, the reader copies it by hand.
    navigator.clipboard.writeText(copyLink).then(
      () => (status.textContent = copied),
      () => (status.textContent = copyLink),
    ),
  );
}
