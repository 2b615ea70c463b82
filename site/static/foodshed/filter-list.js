// A list that grows shorter as one types. Without this script the form's button asks the server the same.
for (const form of document.querySelectorAll("[data-filter]")) {
  const name = form.dataset.filter;
  const field = form.querySelector('input[type="search"]');
  const items = document.querySelectorAll(`[data-filtered="${name}"] > [data-words]`);
  const nothing = document.querySelector(`[data-nothing="${name}"]`);
  const narrow = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const item of items) {
      const text = item.dataset.words.toLowerCase();
      item.hidden = !words.every((word) => text.includes(word));
      left += item.hidden ? 0 : 1;
    }
    for (const list of document.querySelectorAll(`[data-filtered="${name}"]`)) {
      const heading = list.previousElementSibling;
      list.hidden = !list.querySelector("[data-words]:not([hidden])");
      if (heading) heading.hidden = list.hidden;
    }
    if (nothing) nothing.hidden = left > 0;
  };
  field.addEventListener("input", narrow);
  // Somebody may have typed before this script was there.
  if (field.value) narrow();
}
