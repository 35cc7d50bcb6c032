// The offer to take a decision back goes once it can no longer be taken back.
for (const offer of document.querySelectorAll("[data-undo]")) {
  setTimeout(() => offer.remove(), Number(offer.dataset.undo) * 1000);
}
