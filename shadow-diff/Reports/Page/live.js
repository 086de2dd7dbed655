"use strict";
// Live figures: the page is fetched anew and the parts that moved are put in, but never under a selection, and a hand stays where it is.
const POLL = 3000;

async function refresh() {
  const response = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!response.ok) throw new Error(`the answer is ${response.status}`);
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    const next = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
    if (next && next.innerHTML !== part.innerHTML && !isSelected(part)) replace(part, next);
  }
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
  if (hand) [...part.querySelectorAll("a, button, input")].find(one => nameOf(one) === hand)?.focus({ preventScroll: true });
}

const nameOf = element => element.getAttribute("href") ?? (element.value || `${element.dataset.post} ${element.dataset.body}`);

async function poll() {
  if (document.hidden || document.querySelector("dialog[open]")) return;
  const lost = document.getElementById("lost");
  try {
    await refresh();
    lost.hidden = true;
  } catch (error) {
    lost.textContent = `What is shown may be old: the gateway does not answer (${error.message}).`;
    lost.hidden = false;
  }
}

setInterval(poll, POLL);
