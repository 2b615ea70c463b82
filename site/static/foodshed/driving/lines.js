// The lines of a stop: says in each row what is amiss, and holds a stop back whose numbers can't be.
function numbers(line) {
  const [accepted, refused] = [...line.querySelectorAll("[data-stepper] input")].map((field) => Number(field.value || 0));
  return { accepted, refused, packs: Number(line.dataset.packs), fault: line.querySelector("select").value };
}

function wrongWith(line) {
  const { accepted, refused, packs, fault } = numbers(line);
  const text = line.dataset.text;
  if (![accepted, refused].every(Number.isInteger) || accepted < 0 || refused < 0) return `${text}: write whole numbers.`;
  if (accepted + refused > packs) return `${text}: ${accepted} and ${refused} refused don’t go into the ${packs} on the list.`;
  if (accepted !== packs && !fault) return `${text}: choose why ${packs - accepted} of ${packs} are missing or refused.`;
  return "";
}

function drawLine(line) {
  const { accepted, refused, packs } = numbers(line);
  const short = packs - accepted - refused;
  const words = [short > 0 ? `${short} short` : "", refused > 0 ? `${refused} refused` : ""].filter(Boolean).join(", ");
  const amiss = line.querySelector("[data-amiss]");
  amiss.textContent = words || "all";
  amiss.classList.toggle("is-amiss", words !== "");
}

for (const line of document.querySelectorAll("[data-line]")) {
  line.addEventListener("input", () => drawLine(line));
  drawLine(line);
}

document.addEventListener("reset", (event) => {
  setTimeout(() => event.target.querySelectorAll("[data-line]").forEach(drawLine));
});

// “Go” on a phone's keyboard closes the keyboard; only the button says that the stop is done.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.tagName !== "INPUT" || !event.target.closest('[data-tell="done"]')) return;
  event.preventDefault();
  event.target.blur();
});

// Capturing: this is asked before the route keeps the fact.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.dataset.tell !== "done") return;
    const problem = form.closest("[data-stop]").querySelector("[data-problem]");
    const wrong = [...form.querySelectorAll("[data-line]")].map(wrongWith).find(Boolean) ?? "";
    problem.hidden = wrong === "";
    problem.textContent = wrong;
    if (!wrong) return;
    event.preventDefault();
    event.stopPropagation();
    problem.focus();
  },
  true,
);
