// The service worker of /drive/, started by a script that names TOLD: the shell's addresses and the page for no signal.
// Pages come from the hub while it answers and from the phone when it does not; only one person's are ever kept.
const SHELL = `drive-shell-${hash(JSON.stringify(TOLD))}`;
const PAGES = "drive-pages-";
const PATIENCE_MS = 5000;
const PERSON = "Foodshed-Person";
let isLeaving = false;

function hash(text) {
  let sum = 5381;
  for (const letter of text) sum = (Math.imul(sum, 33) ^ letter.codePointAt(0)) >>> 0;
  return sum.toString(36);
}

const isPage = (address) =>
  address.pathname === TOLD.home || /^\/drive\/routes\/\d+\/$/.test(address.pathname);

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(SHELL)
      .then((shell) => shell.addAll([TOLD.noSignal, ...TOLD.shell].map((each) => new Request(each, { cache: "reload" }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => names.filter((name) => name.startsWith("drive-shell-") && name !== SHELL))
      .then((old) => Promise.all(old.map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

// Keep a page of the person it is marked with; whatever another person left goes first.
async function keepPage(request, answer) {
  const person = answer.headers.get(PERSON);
  if (!answer.ok || answer.redirected || !person) return;
  const mine = PAGES + person;
  const others = (await caches.keys()).filter((name) => name.startsWith(PAGES) && name !== mine);
  await Promise.all(others.map((name) => caches.delete(name)));
  if (isLeaving) return;
  await (await caches.open(mine)).put(new URL(request.url).pathname, answer);
}

async function keptPage(request) {
  const names = (await caches.keys()).filter((name) => name.startsWith(PAGES));
  for (const name of names) {
    const found = await (await caches.open(name)).match(new URL(request.url).pathname);
    if (found) return found;
  }
  return null;
}

// Where a page is kept, the hub gets a few seconds; where none is, there is nothing better than to wait for it.
async function page(request) {
  const kept = await keptPage(request);
  const slow = new AbortController();
  const timer = kept ? setTimeout(() => slow.abort(), PATIENCE_MS) : 0;
  try {
    const answer = await fetch(request, { signal: slow.signal });
    if (kept && answer.status >= 500) return kept;
    await keepPage(request, answer.clone());
    return answer;
  } catch {
    return kept ?? caches.match(TOLD.noSignal);
  } finally {
    clearTimeout(timer);
  }
}

async function part(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  return kept ?? fetch(request);
}

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (event.request.mode === "navigate" && address.pathname.startsWith("/drive/")) event.respondWith(page(event.request));
  else if (address.pathname.startsWith("/static/")) event.respondWith(part(event.request));
});

async function keepAll({ pages, parts, person }) {
  for (const each of pages) {
    if (!isPage(new URL(each, location.origin))) continue;
    const answer = await fetch(each, { credentials: "same-origin" });
    if (answer.headers.get(PERSON) === person) await keepPage(new Request(new URL(each, location.origin)), answer);
  }
  const shell = await caches.open(SHELL);
  for (const each of parts) if (!(await shell.match(each))) await shell.add(each);
}

// Whoever signs out leaves no page behind, not even one that was on its way here.
async function forget(port) {
  const names = (await caches.keys()).filter((name) => name.startsWith(PAGES));
  await Promise.all(names.map((name) => caches.delete(name)));
  port.postMessage("forgotten");
}

self.addEventListener("message", (event) => {
  isLeaving = Boolean(event.data.forget);
  if (event.data.forget) event.waitUntil(forget(event.ports[0]));
  if (event.data.keep) {
    const told = () => event.source.postMessage("kept");
    event.waitUntil(keepAll(event.data.keep).then(told, told));
  }
});
