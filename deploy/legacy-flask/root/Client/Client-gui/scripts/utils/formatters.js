const UNITS = ["B", "KB", "MB", "GB", "TB"];

export function fileSize(bytes) {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value.toFixed(unit === 0 ? 0 : 1)} ${UNITS[unit]}`;
}

export const percent = (value) => (typeof value === "number" ? `${value.toFixed(1)} %` : "–");

export const clock = (date = new Date()) => date.toLocaleTimeString();
