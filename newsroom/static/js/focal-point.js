// Lets an editor click the point of a picture that no crop may lose, and shows at once what each crop keeps.
const inside = (value, least, most) => Math.min(Math.max(value, least), most);

function show(framing, fields) {
  const picture = framing.querySelector("[data-framing-picture]");
  const mark = framing.querySelector("[data-framing-mark]");
  const [x, y] = fields.map((field) => inside(Number(field.value || 50), 0, 100));
  mark.hidden = false;
  mark.style.left = `${x}%`;
  mark.style.top = `${y}%`;
  const { width, height } = { width: Number(picture.getAttribute("width")), height: Number(picture.getAttribute("height")) };
  for (const crop of framing.querySelectorAll("[data-framing-crop]")) {
    const [across, down] = crop.dataset.framingCrop.split(":").map(Number);
    crop.style.aspectRatio = `${across} / ${down}`;
    const scale = Math.min(width / across, height / down);
    crop.style.objectPosition = `${along(x, width, across * scale)}% ${along(y, height, down * scale)}%`;
  }
}

// The crop stands around the point where there is room; the style sheet asks for the share of what is left over.
function along(percent, whole, part) {
  if (whole - part < 1) return 50;
  return (inside((whole * percent) / 100 - part / 2, 0, whole - part) / (whole - part)) * 100;
}

for (const framing of document.querySelectorAll("[data-framing]")) {
  const fields = ["focal_x", "focal_y"].map((name) => document.querySelector(`input[data-focus=${name}]`));
  if (!fields.every(Boolean)) continue;
  framing.querySelector("ul").hidden = false;
  framing.classList.add("is-live");
  framing.querySelector("[data-framing-picture]").addEventListener("click", (event) => {
    const box = event.target.getBoundingClientRect();
    fields[0].value = Math.round(inside(((event.clientX - box.left) / box.width) * 100, 0, 100));
    fields[1].value = Math.round(inside(((event.clientY - box.top) / box.height) * 100, 0, 100));
    show(framing, fields);
  });
  for (const field of fields) field.addEventListener("input", () => show(framing, fields));
  show(framing, fields);
}
