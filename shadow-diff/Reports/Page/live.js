"use strict";
// Live figures: the page is fetched anew and the parts that moved are put in, but never under a selection, and a hand stays where it is.
const POLL = 3000, PATIENCE = 10_000;
let lastAnswer = new Date(), polling = false;

async function refresh() {
  const response = await fetch(location.href, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(PATIENCE) });
  if (!response.ok) throw new Error(`the answer is ${response.status}`);
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    const next = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
    if (next && next.innerHTML !== part.innerHTML && !isSelected(part)) replace(part, next);
  }
  lastAnswer = new Date();
}

function isSelected(part) {
  const selection = getSelection();
  return selection.type === "Range" && selection.containsNode(part, true);
}

function replace(part, next) {
  const hand = part.contains(document.activeElement) ? nameOf(document.activeElement) : null;
  const chosen = new Set([...part.querySelectorAll("input:checked")].map(box => box.value));
  part.replaceChildren(...next.childNodes);
  for (const box of part.querySelectorAll("input[type=checkbox]:enabled")) box.checked = chosen.has(box.value);
  if (hand) ([...part.querySelectorAll("a, button, input")].find(one => nameOf(one) === hand) ?? document.getElementById("main")).focus({ preventScroll: true });
}

const nameOf = element => element.getAttribute("href") ?? (element.value || `${element.dataset.post} ${element.dataset.body}`);

async function poll() {
  if (polling || document.hidden || document.querySelector("dialog[open]")) return;
  const lost = document.getElementById("lost");
  polling = true;
  try {
    await refresh();
    lost.hidden = true;
  } catch (error) {
    const since = `No answer since ${lastAnswer.toISOString().slice(11, 19)} UTC`;
    if (!lost.textContent.startsWith(since)) lost.textContent = `${since}: the gateway does not answer (${error.message}). What is shown is from then.`; // said once
    lost.hidden = false;
  }
  polling = false;
}

setInterval(poll, POLL);
document.addEventListener("visibilitychange", poll);
