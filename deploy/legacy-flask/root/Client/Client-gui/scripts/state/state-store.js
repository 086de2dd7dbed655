/** What the page knows; whoever subscribes hears of each change. */
export class StateStore {
  #state = { apiRunning: null, backupRunning: null, live: null, jobId: null, jobState: "idle", paused: false,
    phase: "READY", message: "", percentage: 0 };

  #listeners = [];

  get state() {
    return this.#state;
  }

  subscribe(listener) {
    this.#listeners.push(listener);
    listener(this.#state);
  }

  update(changes) {
    this.#state = { ...this.#state, ...changes };
    this.#listeners.forEach((listener) => listener(this.#state));
  }
}

/** A job's state as its phase tells it. */
export function jobStateOf({ phase = "", backing_up: backingUp }) {
  const text = phase.toLowerCase();
  if (/failed|error/.test(text)) return "error";
  if (text.includes("completed")) return "completed";
  if (backingUp) return "running";
  return /idle|waiting|ready/.test(text) ? "idle" : null;
}
