// Each button posts its body with the name and the reason, then the page shows what is in force. What moves all routes asks first.
const field = id => document.getElementById(id);
field("who").value = localStorage.getItem("who") ?? "";

function sure(question) {
  const dialog = field("ask");
  field("question").textContent = question;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise(done => dialog.addEventListener("close", () => done(dialog.returnValue === "yes"), { once: true }));
}

async function post(button) {
  const who = field("who").value.trim(), reason = field("reason").value.trim();
  const missing = !who ? "who" : !reason ? "reason" : null;
  if (missing) {
    say("Fill in your name and a reason first.");
    field(missing).focus();
    return;
  }
  localStorage.setItem("who", who);
  const body = { ...JSON.parse(button.dataset.body), who, reason, ...options(button) };
  const question = button.id === "promote" ? await steps(button.dataset.post, body) : button.dataset.ask;
  if (question === null || (question && !await sure(question))) return;
  const { response, answer } = await send(button.dataset.post, body);
  if (response.ok) {
    if (field("force")) field("force").checked = false; // It was meant for one change.
    await refresh();
  }
  if (answer.error ?? answer.warning) say(answer.error ?? answer.warning);
  else say(done(answer), "");
}

async function send(address, body) {
  const response = await fetch(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  return { response, answer: await response.json() };
}

function options(button) {
  if (button.id === "promote") return { routes: [field("promoted").value], plan: field("plan").value, force: field("force").checked };
  if (!button.dataset.post.endsWith("/stage")) return {};
  return { force: field("force").checked, ...(JSON.parse(button.dataset.body).stage === "canary" && { percentage: field("percentage").valueAsNumber }) };
}

// What a plan would do, as a question; null where it is refused, which is said.
async function steps(address, body) {
  const { response, answer } = await send(address, { ...body, dry_run: true });
  if (!response.ok) {
    say(answer.error);
    return null;
  }
  const [plan] = answer.routes;
  const left = plan.steps.slice(plan.step).map(step => step.stage + (step.percentage === null ? "" : ` ${step.percentage} %`) + (step.hold_seconds > 0 ? ` for ${span(step.hold_seconds)}` : ""));
  return `Promote ${plan.route} by the plan ${plan.plan}: ${left.join(", ")}? `
    + (plan.force ? "Each step is taken past gate and constraints." : `Each step asks the gate; ${plan.because ?? "it would let the route through now"}.`);
}

function span(seconds) {
  const [unit, size] = [["h", 3600], ["min", 60], ["s", 1]].find(([, size]) => seconds % size === 0) ?? ["s", 1];
  return `${seconds / size} ${unit}`;
}

function done(answer) {
  if ("closed" in answer) return `${answer.closed} connections of the other side were asked to connect anew.`;
  if ("routes" in answer) return answer.routes.map(plan => `${plan.route}: plan ${plan.plan} ${plan.state} at step ${plan.step} of ${plan.steps.length}`).join(", ");
  return answer.changes.map(change => `${change.route}: ${change.before} → ${change.after}`).join(", ") || "Nothing had to be changed.";
}

function say(text, kind = "bad") {
  const answer = field("answer");
  answer.textContent = text;
  answer.className = kind;
  answer.scrollIntoView({ block: "nearest" }); // on a phone the card is not pinned
}

// A key that is held answers no question that its first stroke asked.
document.addEventListener("keydown", event => {
  if (event.repeat && event.target.closest?.("button")) event.preventDefault();
});

document.addEventListener("click", event => {
  const answer = event.target.closest("dialog button");
  if (answer) answer.closest("dialog").close(answer.id);
  const button = event.target.closest("button[data-post]");
  if (button) post(button).catch(error => say(`The gateway did not answer: ${error.message}`));
});

// A filter is a part of the address, so that it can be sent to somebody.
document.addEventListener("change", event => {
  const name = event.target.dataset.query;
  if (!name) return;
  const address = new URL(location);
  address.searchParams.delete("before");
  if (event.target.value.trim()) address.searchParams.set(name, event.target.value.trim());
  else address.searchParams.delete(name);
  location.assign(address);
});
