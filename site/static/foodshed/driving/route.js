// The route on the screen: what the server said, and on top of it what was pressed on this phone since. A press goes into
// the phone's store first and shows only then; without a store the plain form is sent, as it is without this script.
const route = document.querySelector("[data-route]");
const ahead = route.querySelector("[data-ahead]");
const ended = route.querySelector("[data-ended]");
const base = new Map();
for (const stop of route.querySelectorAll("[data-stop]")) {
  base.set(stop.dataset.stop, { state: stop.dataset.state, arrival: stop.dataset.arrival });
}
const ENDS = { done: "done", skip: "skipped" };
let shownCurrent = ahead.querySelector("details[open]")?.closest("[data-stop]")?.dataset.stop ?? "";

function stateAfter(facts) {
  const stops = new Map([...base].map(([number, state]) => [number, { ...state }]));
  const whole = { started: route.dataset.started === "yes", finished: route.dataset.finished === "yes" };
  for (const fact of facts) {
    if (fact.status === "refused") continue;
    if (fact.what === "start") whole.started = true;
    if (fact.what === "finish") whole.finished = true;
    const stop = stops.get(fact.stop);
    if (!stop || stop.state === "done" || stop.state === "skipped") continue;
    if (fact.what === "arrive") Object.assign(stop, { state: "arrived", arrival: fact.key });
    if (fact.what === "undo" && fact.undoes === stop.arrival) Object.assign(stop, { state: "ahead", arrival: "" });
    if (fact.what in ENDS) Object.assign(stop, { state: ENDS[fact.what], by: fact });
  }
  return { stops, whole };
}

function draw(facts) {
  const { stops, whole } = stateAfter(facts);
  let open = 0;
  for (const element of [...route.querySelectorAll("[data-stop]")].sort((a, b) => a.dataset.stop - b.dataset.stop)) {
    const stop = stops.get(element.dataset.stop);
    const isEnded = stop.state === "done" || stop.state === "skipped";
    if (!isEnded) open += 1;
    drawStop(element, stop);
    moveTo(isEnded ? ended : ahead, element);
  }
  const total = stops.size;
  route.querySelector("[data-progress]").value = total - open;
  route.querySelector("[data-progress-words]").textContent = `${total - open} of ${total} stops done`;
  route.querySelector("[data-ended-head]").hidden = open === total;
  route.querySelector("[data-all-ended]").hidden = open > 0 || whole.finished;
  route.querySelector("[data-finished-note]").hidden = !whole.finished;
  route.dataset.begun = whole.started ? "yes" : "no";
  route.querySelector('[data-tell="start"]').hidden = whole.started || whole.finished;
  openNext(open);
}

// Only what changes its list is moved: a moved row would lose the focus in the middle of a word.
function moveTo(list, element) {
  if (element.parentElement === list) return;
  const after = [...list.children].find((other) => Number(other.dataset.stop) > Number(element.dataset.stop));
  list.insertBefore(element, after ?? null);
}

function drawStop(element, stop) {
  const badge = element.querySelector("[data-badge]");
  if (element.dataset.state !== stop.state) {
    element.dataset.state = stop.state;
    badge.textContent = stop.state === "ahead" ? "" : stop.state;
    badge.className = `badge ${{ arrived: "warning", done: "success", skipped: "danger" }[stop.state] ?? ""}`;
  }
  const show = (what, isShown) => {
    const form = element.querySelector(`form[data-tell="${what}"]`);
    if (form) form.hidden = !isShown;
  };
  show("arrive", stop.state === "ahead");
  show("done", stop.state === "arrived");
  show("undo", stop.state === "arrived");
  const undoes = element.querySelector('input[name="undoes"]');
  if (undoes) undoes.value = stop.arrival ?? "";
  const skip = element.querySelector("[data-skip]");
  if (skip) skip.hidden = stop.state === "done" || stop.state === "skipped";
  const back = element.querySelector("[data-back]");
  back.hidden = !(stop.by && stop.by.status === "waiting" && stop.by.attempts === 0);
  back.dataset.key = stop.by?.key ?? "";
}

// When the current stop has ended, the next one opens and takes the focus.
function openNext(open) {
  const next = ahead.querySelector("[data-stop]");
  const number = next?.dataset.stop ?? "";
  if (number === shownCurrent) return;
  const finished = route.querySelector(`[data-stop="${shownCurrent}"]`);
  if (finished?.parentElement !== ended && shownCurrent) return;
  finished?.querySelector("details").removeAttribute("open");
  shownCurrent = number;
  next?.querySelector("details").setAttribute("open", "");
  const goal = next?.querySelector("summary") ?? (open ? null : route.querySelector("[data-all-ended] button"));
  goal?.focus({ preventScroll: true });
  (next ?? route).scrollIntoView({ block: "start" });
}

function remarks(facts) {
  const told = facts.filter((fact) => fact.status === "refused" || (fact.remark && Date.now() - fact.settledAt < 12 * 3600 * 1000));
  const once = new Map(told.map((fact) => [`${fact.stop} ${fact.remark}`, fact]));
  document.querySelector("[data-remarks]").replaceChildren(...[...once.values()].map(remark));
}

function remark(fact) {
  const box = document.createElement("div");
  box.className = `callout ${fact.status === "refused" ? "danger" : "warning"}`;
  const words = document.createElement("p");
  const where = fact.stop ? `Stop ${fact.stop}: ` : "";
  words.textContent = where + fact.remark;
  box.append(words);
  if (fact.status === "refused") {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button second", textContent: "Put it right" });
    button.dataset.key = fact.key;
    box.append(button);
  }
  return box;
}

function takeBack(key) {
  const detail = { key, forgotten: (fact) => refill(fact) };
  document.dispatchEvent(new CustomEvent("foodshed:forget", { detail }));
}

function refill(fact) {
  const form = route.querySelector(`[data-stop="${fact.stop}"] form[data-tell="${fact.what}"]`);
  if (!form) return;
  for (const [name, value] of new URLSearchParams(fact.body)) {
    const field = form.elements.namedItem(name);
    if (field && name !== "client_key") field.value = value;
    field?.dispatchEvent?.(new Event("input", { bubbles: true }));
  }
  form.closest("details").open = true;
  shownCurrent = fact.stop;
}

function factOf(form) {
  const key = crypto.randomUUID();
  form.elements.namedItem("client_key").value = key;
  form.elements.namedItem("at").value = new Date().toISOString();
  const body = new URLSearchParams(new FormData(form));
  body.delete("csrfmiddlewaretoken");
  return {
    key,
    what: form.dataset.tell,
    route: route.dataset.route,
    stop: form.closest("[data-stop]")?.dataset.stop ?? "",
    undoes: body.get("undoes") ?? "",
    address: new URL(form.action).pathname,
    body: body.toString(),
  };
}

route.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.tell) return;
  event.preventDefault();
  const fact = factOf(form);
  const kept = () => form.reset();
  const failed = () => HTMLFormElement.prototype.submit.call(form);
  document.dispatchEvent(new CustomEvent("foodshed:tell", { detail: { fact, kept, failed } }));
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-back], [data-remarks] button");
  if (button?.dataset.key) takeBack(button.dataset.key);
});

document.addEventListener("foodshed:facts", (event) => {
  const facts = event.detail.facts.filter((fact) => fact.route === route.dataset.route);
  draw(facts);
  remarks(facts);
});
