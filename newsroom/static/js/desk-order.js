// Lets the rows of an order be dragged; the order is sent as it is dropped. Without it, each row has its buttons.
for (const list of document.querySelectorAll("[data-order]")) {
  const save = list.closest("form").querySelector("[data-order-save]");
  const order = () => [...list.querySelectorAll("input[name=article]")].map((it) => it.value).join();
  let dragged = null;
  let before = "";
  for (const row of list.querySelectorAll("[data-row]")) {
    row.draggable = true;
    row.addEventListener("dragstart", (event) => {
      dragged = row;
      before = order();
      event.dataTransfer.effectAllowed = "move";
      // Some browsers drag nothing that says nothing.
      event.dataTransfer.setData("text/plain", "");
    });
    row.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      const { top, height } = row.getBoundingClientRect();
      if (row !== dragged) row[event.clientY < top + height / 2 ? "before" : "after"](dragged);
    });
    row.addEventListener("drop", (event) => event.preventDefault());
    row.addEventListener("dragend", () => {
      dragged = null;
      if (order() !== before) save.form.requestSubmit(save);
    });
  }
}
