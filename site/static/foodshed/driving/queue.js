// What the driver pressed, kept on the phone until the hub has it. Each fact carries a key made here, so that it counts
// once however often it is sent. Other scripts speak to this one by events on the document:
//   foodshed:tell   {fact}   keep this fact and send it          foodshed:forget {key}   take back what never left the phone
//   foodshed:facts  {facts, signal}   (from here) all facts of this person, and how sending stands
const { person, token: tokenAddress } = document.body.dataset;
const WAITING = "waiting";
const SENT = "sent";
const REFUSED = "refused";
const KEPT_SENT_MS = 2 * 24 * 3600 * 1000;
const FIRST_WAIT_MS = 4000;
const LONGEST_WAIT_MS = 60000;
let signal = "sending";
let wait = FIRST_WAIT_MS;
let timer = 0;
let isSending = false;

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("foodshed-drive", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("facts", { keyPath: "order", autoIncrement: true });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function inStore(mode, work) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const change = database.transaction("facts", mode, { durability: "strict" });
      const asked = work(change.objectStore("facts"));
      change.oncomplete = () => resolve(asked.result);
      change.onerror = change.onabort = () => reject(change.error);
    });
  } finally {
    database.close();
  }
}

const allFacts = () => inStore("readonly", (store) => store.getAll());
const put = (fact) => inStore("readwrite", (store) => store.put(fact));
const remove = (order) => inStore("readwrite", (store) => store.delete(order));
const own = (facts) => facts.filter((fact) => fact.person === person);

async function show() {
  const facts = await allFacts();
  const waiting = own(facts).filter((fact) => fact.status === WAITING).length;
  const others = facts.filter((fact) => fact.person !== person && fact.status === WAITING).length;
  const refused = own(facts).filter((fact) => fact.status === REFUSED).length;
  tellSignal(waiting, refused, others);
  document.dispatchEvent(new CustomEvent("foodshed:facts", { detail: { facts: own(facts), waiting, others, refused } }));
}

function tellSignal(waiting, refused, others) {
  const line = document.querySelector("[data-signal]");
  if (!line) return;
  line.hidden = false;
  line.dataset.state = refused ? REFUSED : waiting ? signal : SENT;
  const words = {
    offline: `${waiting} waiting, no signal`,
    sending: `${waiting} waiting, sending`,
    "signed out": `${waiting} waiting. `,
    busy: `${waiting} waiting, the hub does not answer yet`,
  };
  line.textContent = waiting ? words[signal] : "All sent";
  if (waiting && signal === "signed out") line.append(signInLink());
  if (refused) line.append(` · ${refused} to put right`);
  if (others) line.append(` · ${others} of another person wait on this phone until they sign in`);
}

function signInLink() {
  const link = document.createElement("a");
  link.href = `/account/sign-in/?next=${encodeURIComponent(location.pathname)}`;
  link.textContent = "Sign in again to send.";
  return link;
}

async function freshToken() {
  const answer = await fetch(tokenAddress, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (!answer.ok) throw new TypeError("no token");
  return answer.json();
}

// Send what waits, oldest first; stop at the first that does not get through, so that the order holds.
async function sendWaiting() {
  const waiting = own(await allFacts()).filter((fact) => fact.status === WAITING);
  if (!waiting.length) return SENT;
  const now = await freshToken();
  if (String(now.person) !== person) return "signed out";
  for (const fact of waiting) {
    await put({ ...fact, attempts: fact.attempts + 1 });
    const answer = await fetch(fact.address, {
      method: "POST",
      redirect: "manual",
      headers: { Accept: "application/json", "X-CSRFToken": now.token, "Content-Type": "application/x-www-form-urlencoded" },
      body: fact.body,
    });
    if (answer.type === "opaqueredirect") return "signed out";
    const settled = await settledBy(answer);
    if (!settled) return "busy";
    await put({ ...fact, attempts: fact.attempts + 1, settledAt: Date.now(), ...settled });
    await show();
  }
  return SENT;
}

async function settledBy(answer) {
  if (answer.ok) return { status: SENT, remark: (await answer.json()).remark };
  if (answer.status === 422) return { status: REFUSED, remark: (await answer.json()).refused };
  if (answer.status === 404) {
    return { status: REFUSED, remark: "The hub does not know this route as yours any more. Ring the hub: this is kept here." };
  }
  return null;
}

async function send() {
  clearTimeout(timer);
  if (isSending) return;
  isSending = true;
  try {
    signal = "sending";
    signal = await (navigator.locks ? navigator.locks.request("foodshed-drive", sendWaiting) : sendWaiting());
  } catch {
    signal = navigator.onLine ? "busy" : "offline";
  }
  isSending = false;
  await show();
  const left = own(await allFacts()).some((fact) => fact.status === WAITING);
  wait = left && signal !== SENT ? Math.min(wait * 2, LONGEST_WAIT_MS) : FIRST_WAIT_MS;
  if (left) timer = setTimeout(send, signal === SENT ? 0 : wait);
}

document.addEventListener("foodshed:tell", async (event) => {
  const { fact, kept, failed } = event.detail;
  try {
    await put({ ...fact, person, status: WAITING, attempts: 0, remark: "" });
    kept();
  } catch (error) {
    failed(error);
    return;
  }
  if (!navigator.onLine) signal = "offline";
  await show();
  send();
});

// Only what never left the phone can be forgotten, or what the hub refused; anything else is answered by a new fact.
document.addEventListener("foodshed:forget", async (event) => {
  if (isSending) return;
  isSending = true;
  const fact = own(await allFacts()).find((each) => each.key === event.detail.key);
  if (fact && (fact.status === REFUSED || (fact.status === WAITING && fact.attempts === 0))) {
    await remove(fact.order);
    event.detail.forgotten(fact);
  }
  isSending = false;
  await show();
});

async function dropOld() {
  for (const fact of await allFacts()) {
    const isOld = fact.status === SENT && (Date.now() - fact.settledAt > KEPT_SENT_MS || fact.person !== person);
    if (isOld) await remove(fact.order);
  }
}

addEventListener("online", () => {
  wait = FIRST_WAIT_MS;
  send();
});
addEventListener("offline", () => {
  signal = "offline";
  show();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") send();
});
dropOld().then(send, () => {
  // No store in this browser: the plain forms work while there is signal.
});
