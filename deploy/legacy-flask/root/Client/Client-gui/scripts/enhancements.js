import { restoreTheme, toggleTheme } from "./services/theme-manager.js";
import { element } from "./utils/dom.js";

/** Theme, by button or by the key t. */
restoreTheme();
element("theme-button").addEventListener("click", toggleTheme);
document.addEventListener("keydown", (event) => {
  if (event.key === "t" && !event.ctrlKey && !event.metaKey && !/^(INPUT|TEXTAREA)$/.test(event.target.tagName)) toggleTheme();
});
