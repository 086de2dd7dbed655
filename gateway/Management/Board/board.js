"use strict";
// Each button posts its body with the name and the reason, then the page is loaded anew to show what is in force.
const field = id => document.getElementById(id);
field("who").value = localStorage.getItem("who") ?? "";

async function post(button) {
  const who = field("who").value.trim(), reason = field("reason").value.trim();
  const missing = !who ? "who" : !reason ? "reason" : null;
  if (missing) {
    say("Fill in your name and a reason first.");
    field(missing).focus();
    return;
  }
  localStorage.setItem("who", who);
  const response = await fetch(button.dataset.post, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...JSON.parse(button.dataset.body), who, reason, ...(button.dataset.post.endsWith("/stage") && { force: field("force").checked }) }),
  });
  const answer = await response.json();
  if (response.ok && !answer.warning) location.reload();
  else say(answer.error ?? answer.warning);
}

function say(text) {
  const answer = field("answer");
  answer.textContent = text;
  answer.className = "bad";
}

document.addEventListener("click", event => {
  const button = event.target.closest("button[data-post]");
  if (button) post(button).catch(error => say(`The gateway did not answer: ${error.message}`));
});

// Live figures, but never under the hands of somebody who is typing.
setInterval(() => {
  if (!field("reason").value && document.activeElement?.tagName !== "INPUT") location.reload();
}, 5000);
