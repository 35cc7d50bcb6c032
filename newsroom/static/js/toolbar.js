// Makes a toolbar one stop of the tab key, and the arrows walk in it (WAI-ARIA practices, « toolbar »).
const STEPS = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };

export function walkable(toolbar) {
  const buttons = [...toolbar.querySelectorAll("button")];
  const stop = (button) => buttons.forEach((one) => (one.tabIndex = one === button ? 0 : -1));
  stop(buttons[0]);
  toolbar.addEventListener("focusin", ({ target }) => buttons.includes(target) && stop(target));
  toolbar.addEventListener("keydown", (event) => {
    if (!(event.key in STEPS)) return;
    event.preventDefault();
    const place = buttons.indexOf(document.activeElement) + STEPS[event.key];
    const last = buttons.length - 1;
    const wrapped = Number.isFinite(place) ? (place + buttons.length) % buttons.length : place < 0 ? 0 : last;
    buttons[wrapped].focus();
  });
}
