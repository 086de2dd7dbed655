const KEY = "cyberbackup-theme";

export function restoreTheme() {
  apply(localStorage.getItem(KEY) ?? "dark");
}

export function toggleTheme() {
  apply(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
}

function apply(theme) {
  document.documentElement.dataset.theme = theme;
  localStorage.setItem(KEY, theme);
}
