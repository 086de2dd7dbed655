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
  if (button.dataset.ask && !await sure(button.dataset.ask)) return;
  const response = await fetch(button.dataset.post, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...JSON.parse(button.dataset.body), who, reason, ...(button.dataset.post.endsWith("/stage") && options(JSON.parse(button.dataset.body).stage)) }),
  });
  const answer = await response.json();
  if (response.ok) {
    if (field("force")) field("force").checked = false; // It was meant for one change.
    await refresh();
  }
  if (answer.error ?? answer.warning) say(answer.error ?? answer.warning);
  else say(done(answer), "");
}

function options(stage) {
  return { force: field("force").checked, ...(stage === "canary" && { percentage: field("percentage").valueAsNumber }) };
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
}

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
