([scheme, judged]) => {
  // Marks the elements whose look was not judged before, and returns their looks: a number for all that the contrast
  // of a text depends on, in the element and in each that it stands in.
  const known = new Set(judged);
  const looks = new Map();
  const fresh = new Set();

  const mixed = (number, words) => {
    for (let place = 0; place < words.length; place++) {
      number = Math.imul(number ^ words.charCodeAt(place), 0x01000193) >>> 0;
    }
    return number;
  };

  const own = (it) => {
    const style = getComputedStyle(it);
    const text = [...it.childNodes].some((one) => one.nodeType === Node.TEXT_NODE && one.data.trim().length > 1);
    return [
      it.localName, it.getAttribute("class"),
      style.color, style.backgroundColor, style.backgroundImage, style.opacity, style.filter, style.mixBlendMode,
      style.fontSize, style.fontWeight, style.textShadow, style.position, style.zIndex,
      // Left out by axe: what is not shown, what says nothing, what cannot be used.
      it.checkVisibility({ visibilityProperty: true }), text || Boolean(it.value),
      it.matches(":disabled, [aria-disabled=true]"), Boolean(it.control?.disabled),
    ].join();
  };

  const look = (it) => {
    if (!it) return mixed(0x811c9dc5, scheme);
    if (!looks.has(it)) looks.set(it, mixed(look(it.parentElement), own(it)));
    return looks.get(it);
  };

  for (const it of document.querySelectorAll("*")) {
    const number = look(it);
    it.toggleAttribute("data-new-look", !known.has(number) && !fresh.has(number));
    if (!known.has(number)) fresh.add(number);
  }
  return [...fresh];
}
