// What was typed into a form with data-keep outlives a reload, an expired session and a lost connection.
// It lies in this browser's own storage until a later page says by <meta name="kept-done"> that it has arrived.
const PREFIX = "foodshed-kept:";
const NEVER = new Set(["csrfmiddlewaretoken", "client_key", "password"]);

for (const done of document.querySelectorAll('meta[name="kept-done"]')) {
  localStorage.removeItem(PREFIX + done.content);
}

function asItCame(field) {
  if (field.type === "select-one") return (field.querySelector("option[selected]") ?? field.options[0])?.value;
  return field.defaultValue;
}

function typedIn(form) {
  const typed = {};
  for (const field of form.elements) {
    if (!field.name || NEVER.has(field.name) || ["hidden", "password", "file", "submit"].includes(field.type)) continue;
    const isChoice = field.type === "checkbox" || field.type === "radio";
    const differs = isChoice ? field.checked !== field.defaultChecked : field.value !== asItCame(field);
    if (!differs) continue;
    typed[isChoice ? `${field.name}=${field.value}` : field.name] = isChoice ? field.checked : field.value;
  }
  return typed;
}

function putBack(form, typed) {
  for (const field of form.elements) {
    const isChoice = field.type === "checkbox" || field.type === "radio";
    const name = isChoice ? `${field.name}=${field.value}` : field.name;
    if (!(name in typed)) continue;
    if (isChoice) field.checked = typed[name];
    else field.value = typed[name];
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

for (const form of document.querySelectorAll("form[data-keep]")) {
  const key = PREFIX + form.dataset.keep;
  const keep = () => localStorage.setItem(key, JSON.stringify(typedIn(form)));
  const kept = localStorage.getItem(key);
  const early = typedIn(form); // by quick fingers, before this script came
  if (kept && !form.querySelector('[aria-invalid="true"]')) putBack(form, { ...JSON.parse(kept), ...early });
  if (Object.keys(early).length) keep();
  form.addEventListener("input", keep);
  form.addEventListener("reset", () => localStorage.removeItem(key));
}
