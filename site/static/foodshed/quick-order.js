// The order sheet in the browser: moving by keys, pasting a block, adding up, and keeping what is typed.
// Without this script the sheet is a plain form that does the same by its buttons.
function start(form) {
  document.documentElement.classList.add("has-script");
  const elsewhere = JSON.parse(document.getElementById("elsewhere").textContent);
  const rows = [...form.querySelectorAll(".order-grid tbody tr")].map((row) => ({
    row,
    price: Number(row.dataset.price),
    weight: Number(row.dataset.weight),
    cells: [...row.querySelectorAll("td input")],
    sum: row.querySelector("[data-row-sum]"),
  }));
  const cells = rows.flatMap(({ cells }) => cells);
  const kept = new KeptSheet(form, cells);
  const count = () => addUp(form, rows, elsewhere);

  moveByKeys(rows, form);
  pasteBlocks(rows, form);
  findAsTyped(rows, form);
  form.querySelector("[data-basis]")?.addEventListener("change", () => go(form, "basis"));
  form.querySelector("[data-kitchens]")?.addEventListener("change", () => go(form, "show"));
  form.addEventListener("input", (event) => {
    if (cells.includes(event.target)) mark(event.target);
    count();
    kept.note(event.target);
  });
  form.addEventListener("change", (event) => {
    if (event.target.tagName === "SELECT") kept.note(event.target);
  });
  kept.noteEarly();
  kept.putBack();
  cells.forEach(mark);
  count();
}

// Press a button that the page may not show.
function go(form, where) {
  const button = document.createElement("button");
  button.name = "go";
  button.value = where;
  button.hidden = true;
  form.append(button);
  form.requestSubmit(button);
}

// How many packs a text is; null when it can't be read. The server reads the same texts the same way.
function packsIn(text) {
  const tidy = text.replace(/\s/g, "").replaceAll(",", "");
  if (["", "-", "–"].includes(tidy)) return 0;
  if (!/^\d+(\.0*)?$/.test(tidy)) return null;
  const packs = Number.parseInt(tidy, 10);
  return packs > 9999 ? null : packs;
}

function mark(cell) {
  const isWrong = packsIn(cell.value) === null;
  if (isWrong) cell.setAttribute("aria-invalid", "true");
  else cell.removeAttribute("aria-invalid");
  cell.classList.toggle("filled", cell.value.trim() !== "");
}

const pounds = (pence) => `£${(pence / 100).toLocaleString("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
const kilos = (grams) => `${(grams / 1000).toLocaleString("en-GB", { maximumFractionDigits: 3 })} kg`;

function addUp(form, rows, elsewhere) {
  const sums = Object.fromEntries(Object.entries(elsewhere).map(([kitchen, rest]) => [kitchen, [...rest]]));
  let wrong = 0;
  for (const { price, weight, cells, sum } of rows) {
    let inRow = 0;
    for (const cell of cells) {
      const packs = packsIn(cell.value);
      if (packs === null) wrong += 1;
      if (!packs) continue;
      const kitchen = sums[cell.name.split("-")[0]];
      kitchen[0] += packs;
      kitchen[1] += packs * weight;
      kitchen[2] += packs * price;
      inRow += packs;
    }
    if (sum) sum.textContent = inRow ? inRow.toLocaleString("en-GB") : "";
  }
  const all = [0, 0, 0];
  for (const [kitchen, sum] of Object.entries(sums)) {
    sum.forEach((part, at) => (all[at] += part));
    const foot = form.querySelector(`[data-sum="${kitchen}"]`);
    if (!foot) continue;
    write(foot.querySelector("[data-packs]"), sum[0].toLocaleString("en-GB"));
    write(foot.querySelector("[data-kg]"), kilos(sum[1]));
    write(foot.querySelector("[data-pounds]"), pounds(sum[2]));
  }
  write(form.querySelector("[data-total-packs]"), all[0].toLocaleString("en-GB"));
  write(form.querySelector("[data-total-kg]"), kilos(all[1]));
  write(form.querySelector("[data-total-pounds]"), pounds(all[2]));
  showBudget(form, all[2]);
  form.dataset.wrong = wrong;
}

function write(place, text) {
  if (place && place.textContent !== text) place.textContent = text;
}

function showBudget(form, pence) {
  const bar = form.querySelector("[data-budget]");
  if (!bar) return;
  const ceiling = Number(form.dataset.ceiling);
  const used = Number(form.dataset.others) + pence;
  const left = ceiling - used;
  bar.value = ceiling ? Math.min(100, Math.floor((used * 100) / ceiling)) : 100;
  bar.classList.toggle("danger", left < 0);
  bar.classList.toggle("warning", left >= 0 && bar.value >= 90);
  write(form.querySelector("[data-left]"), left < 0 ? `${pounds(-left)} above the ceiling` : `${pounds(left)} left`);
}

// The cell `down` rows and `right` columns away, past rows that are hidden; null at the edge.
function neighbour(rows, cell, down, right) {
  const seen = rows.filter(({ row }) => !row.hidden);
  const at = seen.findIndex(({ cells }) => cells.includes(cell));
  if (at < 0) return null;
  const column = seen[at].cells.indexOf(cell) + right;
  return seen[at + down]?.cells[column] ?? null;
}

function moveByKeys(rows, form) {
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  form.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (event.altKey || event.ctrlKey || event.metaKey || !cell.matches(".order-grid td input")) return;
    let step = steps[event.key];
    if (event.key === "Enter") step = [event.shiftKey ? -1 : 1, 0];
    if (!step || staysInText(cell, event.key)) return;
    event.preventDefault();
    const next = neighbour(rows, cell, ...step);
    if (next && next.offsetParent) next.focus();
  });
  form.addEventListener("focusin", ({ target }) => {
    if (target.matches(".order-grid td input")) target.select();
  });
}

// Left and right move within a half-typed text first.
function staysInText(cell, key) {
  const isAll = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
  if (isAll) return false;
  if (key === "ArrowLeft") return cell.selectionStart > 0;
  if (key === "ArrowRight") return cell.selectionEnd < cell.value.length;
  return false;
}

function pasteBlocks(rows, form) {
  form.addEventListener("paste", (event) => {
    const cell = event.target;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!cell.matches(".order-grid td input") || !/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    let left = 0;
    let filled = 0;
    text.replace(/\r/g, "").replace(/\n$/, "").split("\n").forEach((line, down) => {
      line.split("\t").forEach((value, right) => {
        const field = neighbour(rows, cell, down, right);
        if (!field) {
          left += value.trim() ? 1 : 0;
          return;
        }
        field.value = value.trim();
        field.dispatchEvent(new Event("input", { bubbles: true }));
        filled += 1;
      });
    });
    say(form, left ? `${filled} cells filled. ${left} amounts lay outside the sheet and were left out.` : `${filled} cells filled.`, left > 0);
  });
}

function findAsTyped(rows, form) {
  const field = form.querySelector("[data-find]");
  field?.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const { row } of rows) row.hidden = !words.every((word) => row.dataset.name.includes(word));
  });
}

function say(form, text, isWrong = false) {
  const place = form.querySelector("[data-state]");
  place.textContent = text;
  place.classList.toggle("wrong", isWrong);
}

// What is typed is on its way to the server. Until it has arrived it lies in this browser, and a later page puts it back.
const KEPT = /^(po_number|\d+-\d+|(ceiling|rule|opens|closes)-\d+)$/;
const PARTNERS = { ceiling: "rule", rule: "ceiling", opens: "closes", closes: "opens" };
const PAUSE_MS = 700;

// What the page gave the field.
function cameWith(field) {
  if (field.tagName !== "SELECT") return field.defaultValue;
  return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value;
}

class KeptSheet {
  constructor(form, cells) {
    this.form = form;
    this.cells = cells;
    this.storage = `foodshed-sheet:${form.dataset.keepAddress}`;
    this.waiting = this.read();
    this.timer = 0;
    this.sending = null;
    this.isFlushed = false;
    form.addEventListener("submit", (event) => this.beforeSubmit(event));
    form.addEventListener("formdata", (event) => this.onlyChanged(event.formData));
    addEventListener("online", () => this.send());
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.storage)) ?? {};
    } catch {
      return {};
    }
  }

  store() {
    if (Object.keys(this.waiting).length) localStorage.setItem(this.storage, JSON.stringify(this.waiting));
    else localStorage.removeItem(this.storage);
  }

  // What was typed before this script was here.
  noteEarly() {
    for (const field of this.form.elements) if (KEPT.test(field.name) && field.value !== cameWith(field)) this.note(field);
  }

  // What did not arrive from an earlier page goes into its fields again, and out once more.
  putBack() {
    for (const [name, text] of Object.entries(this.waiting)) {
      const field = this.form.elements[name];
      if (!field) continue;
      if (cameWith(field) === text) delete this.waiting[name];
      else field.value = text;
    }
    this.store();
    this.send();
  }

  note(field) {
    if (!KEPT.test(field.name)) return;
    this.waiting[field.name] = field.value;
    const [kind, row] = field.name.split("-");
    const partner = this.form.elements[`${PARTNERS[kind]}-${row}`];
    if (partner) this.waiting[partner.name] = partner.value;
    this.store();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), PAUSE_MS);
  }

  // One message at a time, so that an older one never comes after a newer one.
  send() {
    clearTimeout(this.timer);
    this.sending ??= this.deliver().finally(() => (this.sending = null));
    return this.sending;
  }

  async deliver() {
    const out = { ...this.waiting };
    if (!Object.keys(out).length) return;
    const arrived = navigator.onLine && (await this.post(out));
    if (arrived) {
      for (const [name, text] of Object.entries(out)) if (this.waiting[name] === text) delete this.waiting[name];
      this.store();
    }
    this.tell(arrived);
    if (arrived && Object.keys(this.waiting).length) this.timer = setTimeout(() => this.send(), PAUSE_MS);
  }

  async post(out) {
    const body = new URLSearchParams({ ...out, go: "keep" });
    for (const name of ["csrfmiddlewaretoken", "stood_as"]) {
      const field = this.form.elements[name];
      if (field) body.set(name, field.value);
    }
    try {
      const answer = await fetch(this.form.dataset.keepAddress, { method: "POST", body, redirect: "manual", keepalive: true });
      return answer.status === 204;
    } catch {
      return false;
    }
  }

  tell(arrived) {
    const wrong = Number(this.form.dataset.wrong);
    if (!arrived) say(this.form, "Not at the hub yet: kept in this browser.", true);
    else if (wrong) say(this.form, `Kept. ${wrong} ${wrong === 1 ? "cell is" : "cells are"} not a number of packs.`, true);
    else say(this.form, "Kept as typed. Nothing is ordered yet.");
  }

  // First let everything arrive, so that nothing is left over that a later sheet would put back.
  beforeSubmit(event) {
    if (this.isFlushed || (!this.sending && !Object.keys(this.waiting).length)) return;
    event.preventDefault();
    const { submitter } = event;
    const submit = () => {
      this.isFlushed = true;
      this.form.requestSubmit(submitter);
      this.isFlushed = false;
    };
    Promise.resolve(this.sending)
      .then(() => this.send())
      .then(submit);
  }

  // Of the cells only what differs from the page is sent; the server keeps the rest as it is.
  onlyChanged(formData) {
    for (const cell of this.cells) if (cell.value === cell.defaultValue) formData.delete(cell.name);
  }
}

const sheet = document.querySelector("form[data-sheet]");
if (sheet) start(sheet);
