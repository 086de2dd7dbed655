import { element, setText } from "../utils/dom.js";
import { fileSize } from "../utils/formatters.js";

/** The chosen or dropped file. */
export function watchFileChoice(input) {
  const drop = element("drop");
  const show = () => {
    const file = input.files[0];
    setText("file-note", file ? `${file.name} (${fileSize(file.size)})` : "Choose a file or drop it here");
  };
  input.addEventListener("change", show);
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    input.files = event.dataTransfer.files;
    show();
  });
}
