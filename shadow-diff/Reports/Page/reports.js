const storedName = localStorage.getItem("who") ?? "";

for (const input of document.querySelectorAll("input[name=who]")) input.value ||= storedName;
for (const input of document.querySelectorAll("input[data-in-days]")) {
  input.value ||= new Date(Date.now() + input.dataset.inDays * 86400000).toISOString().slice(0, 10);
}

async function judge(form, verb) {
  const say = text => { form.querySelector("[role=alert]").textContent = text; };
  const data = new FormData(form);
  const body = Object.fromEntries(data);
  if ("many" in form.dataset) body.fingerprints = data.getAll("fingerprints");
  if (body.fingerprints?.length === 0) {
    say("Choose at least one divergence in the list.");
    return;
  }
  if (verb !== "accept") { delete body.expires; delete body.second; }
  localStorage.setItem("who", body.who);
  try {
    const response = await post(`${form.dataset.judge}/${verb}`, body);
    if (response.ok) {
      location.reload();
      return;
    }
    const { error, errors } = await response.json();
    say([error, ...errors ?? []].join("\n"));
  } catch (error) {
    say(`The gateway did not answer: ${error.message}`);
  }
}

// Check boxes of a list belong to the form below it.
const boxes = () => [...document.querySelectorAll("input[name=fingerprints]:enabled")];

function choose(all) {
  for (const box of boxes()) box.checked = all;
  sayChosen();
}

function sayChosen() {
  const say = document.querySelector("[data-chosen]");
  const count = boxes().filter(box => box.checked).length;
  if (say) say.textContent = count === 0 ? "None chosen." : `${count} chosen.`;
}

async function rerun(button) {
  const place = document.getElementById("rerun");
  button.disabled = true;
  try {
    const response = await post(button.dataset.rerun, {});
    const text = await response.text();
    const answer = new DOMParser().parseFromString(text, "text/html");
    place.replaceChildren(...answer.body.childNodes);
  } catch (error) {
    place.textContent = `The gateway did not answer: ${error.message}`;
  }
  place.hidden = false;
  place.querySelector("h2")?.focus();
  button.disabled = false;
}

async function copy(text) {
  const say = document.getElementById("copied");
  try {
    await navigator.clipboard.writeText(text);
    say.textContent = "Copied.";
  } catch {
    say.textContent = "The browser does not let this page copy; issue.txt has the text.";
  }
}

function post(url, body) {
  return fetch(url, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

document.addEventListener("submit", event => {
  if (!event.target.dataset.judge) return;
  event.preventDefault();
  judge(event.target, event.submitter.dataset.verb);
});
document.addEventListener("click", event => {
  const button = event.target.closest("button");
  if (button?.dataset.rerun) rerun(button);
  if (button?.dataset.copy) copy(button.dataset.copy);
  if (button?.dataset.choose) choose(button.dataset.choose === "all");
});
document.addEventListener("change", event => {
  if (event.target.name === "fingerprints") sayChosen();
});
addEventListener("pageshow", sayChosen);
