import { setText } from "../utils/dom.js";

/** Said aloud by a screen reader, once for each new text. */
export function announce(text) {
  setText("announcer", text);
}
