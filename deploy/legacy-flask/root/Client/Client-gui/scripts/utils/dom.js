/** Elements by id, and the few things done to them. */
export const element = (id) => document.getElementById(id);

export function setText(id, text) {
  const target = element(id);
  if (target.textContent !== text) target.textContent = text;
}

export function setState(id, state) {
  element(id).dataset.state = state;
}

export function definitionList(id, entries) {
  const nodes = entries.flatMap(([name, value]) => [node("dt", name), node("dd", value)]);
  element(id).replaceChildren(...nodes);
}

export function node(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}
