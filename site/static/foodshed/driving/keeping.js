// Keeps on the phone what the route needs without signal: this page, the routes it names, and what they are made of.
async function keep() {
  await navigator.serviceWorker.register(document.body.dataset.worker, { scope: "/drive/", updateViaCache: "none" });
  const ready = await navigator.serviceWorker.ready;
  const pages = [location.pathname, ...[...document.querySelectorAll("[data-keep-page]")].map((link) => link.pathname)];
  const parts = [...document.querySelectorAll('link[rel="stylesheet"], link[rel="icon"], script[src]')].map(
    (part) => new URL(part.href ?? part.src).pathname,
  );
  ready.active.postMessage({ keep: { pages, parts, person: document.body.dataset.person } });
}

navigator.serviceWorker?.addEventListener("message", (event) => {
  if (event.data === "kept") document.body.dataset.kept = "yes";
});

if ("serviceWorker" in navigator && navigator.onLine) keep().catch(() => {});
