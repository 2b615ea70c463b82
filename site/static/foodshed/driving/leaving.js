// Signing out: the kept pages and sent facts leave the phone. While something waits, it says so first; what waits stays.
const form = document.querySelector('form[action$="/sign-out/"]');
let waiting = 0;
let isWarned = false;

document.addEventListener("foodshed:facts", (event) => {
  waiting = event.detail.waiting + event.detail.refused;
});

function forgetPages() {
  return new Promise((resolve) => {
    const worker = navigator.serviceWorker?.controller;
    if (!worker) return resolve();
    const channel = new MessageChannel();
    channel.port1.onmessage = resolve;
    setTimeout(resolve, 2000);
    worker.postMessage({ forget: true }, [channel.port2]);
  });
}

async function forget() {
  await forgetPages();
  if (waiting) return;
  await new Promise((resolve) => {
    const asked = indexedDB.deleteDatabase("foodshed-drive");
    asked.onsuccess = asked.onerror = asked.onblocked = resolve;
  });
}

function warn() {
  const box = document.createElement("div");
  box.className = "callout warning";
  box.setAttribute("role", "alert");
  box.textContent = `${waiting} not sent yet. Wait for “All sent”. If you sign out now, it stays on this phone until you sign in here again; press Sign out once more to do so.`;
  document.querySelector("main .inside").prepend(box);
  box.scrollIntoView();
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  event.stopPropagation();
  if (waiting && !isWarned) {
    isWarned = true;
    warn();
    return;
  }
  await forget().catch(() => {});
  form.submit();
});
