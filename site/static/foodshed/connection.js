// Says when the connection is lost, before somebody presses a button in vain, and holds forms back until it is there.
const note = document.createElement("p");
note.className = "offline-note";
note.setAttribute("role", "status");
note.textContent = "No connection. What you have typed stays here; send it when the connection is back.";

function tell() {
  if (navigator.onLine) note.remove();
  else document.body.prepend(note);
}

if (!document.body.hasAttribute("data-works-offline")) {
  addEventListener("online", tell);
  addEventListener("offline", tell);
  document.addEventListener("submit", (event) => {
    if (!navigator.onLine && event.target.method === "post") {
      event.preventDefault();
      tell();
    }
  });
  tell();
}
