import { element, node } from "../utils/dom.js";
import { clock } from "../utils/formatters.js";

const KEPT = 200;

/** Newest first. */
export function log(text) {
  const list = element("log");
  list.prepend(node("li", `${clock()}  ${text}`));
  while (list.children.length > KEPT) list.lastChild.remove();
}
