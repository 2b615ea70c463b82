// The − and + beside a quantity. They keep within the field's data-least and data-most, and tell listeners of the change.
for (const stepper of document.querySelectorAll("[data-stepper]")) {
  const field = stepper.querySelector("input");
  stepper.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (!button) return;
    const least = Number(field.dataset.least ?? 0);
    const most = Number(field.dataset.most ?? Infinity);
    const next = (Number.parseInt(field.value, 10) || 0) + Number(button.dataset.step);
    field.value = Math.min(most, Math.max(least, next));
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
