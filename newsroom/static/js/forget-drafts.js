// Signing out leaves no draft behind for the next person at this machine.
document.addEventListener("submit", ({ target }) => {
  if (!target.matches("[data-sign-out]")) return;
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith("draft:")) localStorage.removeItem(name);
  } catch {
    // Storage is forbidden here, so nothing was kept.
  }
});
