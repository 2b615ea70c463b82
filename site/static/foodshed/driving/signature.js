// A pad to sign on: strokes become one path of whole numbers, 300 wide and 120 high, never longer than the hub takes.
const LONGEST = 8000;

for (const part of document.querySelectorAll("[data-signature]")) {
  const pad = part.querySelector(".pad");
  const path = pad.querySelector("path");
  const field = part.querySelector('input[name="signature"]');
  let isDown = false;

  const point = (event) => {
    const box = pad.getBoundingClientRect();
    const within = (value, most) => Math.max(0, Math.min(most, Math.round(value)));
    const x = within(((event.clientX - box.left) / box.width) * 300, 300);
    const y = within(((event.clientY - box.top) / box.height) * 120, 120);
    return `${x} ${y}`;
  };
  const add = (letter, event) => {
    const next = `${field.value ? `${field.value} ` : ""}${letter}${point(event)}`;
    if (next.length > LONGEST) return;
    field.value = next;
    path.setAttribute("d", next);
  };
  const clear = () => {
    field.value = "";
    path.setAttribute("d", "");
  };

  pad.addEventListener("pointerdown", (event) => {
    isDown = true;
    pad.setPointerCapture(event.pointerId);
    add("M", event);
  });
  pad.addEventListener("pointermove", (event) => {
    if (isDown) add("L", event);
  });
  for (const name of ["pointerup", "pointercancel"]) pad.addEventListener(name, () => (isDown = false));
  part.querySelector("[data-clear]").addEventListener("click", clear);
  part.closest("form").addEventListener("reset", clear);
  part.hidden = false;
}
