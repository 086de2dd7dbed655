const KEY = "cyberbackup-advanced";
const NAMES = ["chunk_size_mb", "retry_limit"];

/** Remembers the advanced fields of the backup form. */
export function keepAdvancedSettings(form) {
  const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}");
  NAMES.filter((name) => kept[name]).forEach((name) => { form.elements[name].value = kept[name]; });
  form.addEventListener("change", () => {
    const values = NAMES.map((name) => [name, form.elements[name].value]);
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(values)));
  });
}
