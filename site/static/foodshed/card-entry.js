// The card field: a frame of Stripe's own, so that a card number never comes to this server. When the form is sent with
// the card chosen, Stripe turns the card into a name ("pm_…"), and only that name is sent on.

const box = document.querySelector("[data-card-entry]");
if (box) begin(box);

async function begin(box) {
  const form = box.closest("form");
  const part = (name) => box.querySelector(`[data-card-${name}]`);
  const say = (words, isWrong) => {
    part("state").textContent = words;
    part("state").classList.toggle("error", Boolean(isWrong));
  };
  const isChosen = () => !form.elements.payment || form.elements.payment.value === box.dataset.when;
  const show = () => { box.hidden = !isChosen(); };
  let take = null;

  form.addEventListener("change", show);
  show();
  form.addEventListener("submit", async (event) => {
    if (!isChosen()) return;
    event.preventDefault();
    if (!take) {
      say(box.dataset.away, true);
      part("state").scrollIntoView({ block: "center" });
      return;
    }
    const button = event.submitter;
    if (button) button.disabled = true;
    say("Asking your bank. Nothing is taken until your order stands.");
    const refusal = await take();
    if (button) button.disabled = false;
    if (refusal) say(refusal, true);
  });

  try {
    const stripe = await loadStripe(box.dataset.script, box.dataset.publishableKey);
    const card = stripe.elements().create("card", { hidePostalCode: true, style: styleOf(box) });
    card.mount(part("field"));
    card.on("change", (event) => say(event.error ? event.error.message : "", Boolean(event.error)));
    take = () => nameCard(stripe, card, form);
    say("");
    if (box.dataset.clientSecret) await confirmAtBank(stripe, box.dataset.clientSecret, form, say);
  } catch {
    say(box.dataset.away, true);
  }
}

// Stripe asks that its script comes from its own address on every page that takes cards.
function loadStripe(address, key) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", () => (window.Stripe ? resolve(window.Stripe(key)) : reject(new Error("empty"))));
    script.addEventListener("error", () => reject(new Error("unreachable")));
    document.head.append(script);
  });
}

// Give the card a name and send the form; returns why not.
async function nameCard(stripe, card, form) {
  try {
    const answer = await stripe.createPaymentMethod({ type: "card", card });
    if (answer.error) return answer.error.message;
    form.elements.payment_method.value = answer.paymentMethod.id;
  } catch {
    return "The card company could not be reached. Nothing was taken. Try again in a minute.";
  }
  HTMLFormElement.prototype.submit.call(form);
  return "";
}

// The bank's question (3-D Secure). Yes sends the form once more with the same card; no begins a new try.
async function confirmAtBank(stripe, clientSecret, form, say) {
  say("Your bank asks you to confirm this payment.");
  const answer = await stripe.handleNextAction({ clientSecret });
  if (!answer.error) {
    HTMLFormElement.prototype.submit.call(form);
    return;
  }
  form.elements.payment_method.value = "";
  form.elements.card_key.value = crypto.randomUUID();
  say(`${answer.error.message} Nothing was taken.`, true);
}

// Stripe's frame can't see our style sheet: it is told our colours.
function styleOf(box) {
  const tokens = getComputedStyle(box);
  const colour = (name) => tokens.getPropertyValue(name).trim();
  return {
    base: { color: colour("--ink"), fontSize: "17px", "::placeholder": { color: colour("--ink-soft") } },
    invalid: { color: colour("--danger") },
  };
}
