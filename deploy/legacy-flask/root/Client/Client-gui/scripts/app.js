import { keepAdvancedSettings } from "./services/advanced-settings.js";
import { api } from "./services/api-client.js";
import { watchHealth } from "./services/connection-monitor.js";
import { watchFileChoice } from "./services/file-manager.js";
import { JobRunner } from "./services/job-runner.js";
import { LiveSocket } from "./services/live-socket.js";
import { log } from "./services/log-store.js";
import { StateStore } from "./state/state-store.js";
import { render, showMetrics } from "./ui/view.js";
import { element, setText } from "./utils/dom.js";

const store = new StateStore();
store.subscribe(render);
const runner = new JobRunner(store, log);
const connectForm = element("connect-form");
const backupForm = element("backup-form");

const socketEvents = {
  status: ({ message }) => store.update({ phase: message }),
  status_response: (payload) => runner.take(payload.status ?? payload),
  progress_update: ({ phase, data }) => log(`${phase}: ${data?.message ?? ""}`),
  file_receipt: ({ event_type: type, data }) => log(`${type}: ${data?.filename ?? ""}`),
  job_cancelled: ({ job_id: job, phase }) => log(`${job}: ${phase}`),
  jobs_cancelled: ({ results }) => log(`Cancelled: ${Object.keys(results).join(", ") || "nothing"}`),
};

const socket = new LiveSocket({
  connected() {
    store.update({ live: true });
    socket.emit("request_status", { job_id: store.state.jobId });
  },
  disconnected: () => store.update({ live: false, apiRunning: false, backupRunning: false }),
  event(name, payload) {
    log(`Socket: ${name} ${JSON.stringify(payload)}`);
    socketEvents[name]?.(payload);
  },
});

connectForm.addEventListener("submit", (event) => {
  event.preventDefault();
  const { host, port, username } = Object.fromEntries(new FormData(connectForm));
  attempt(async () => setText("connect-note", (await api.connect({ host, port: Number(port), username })).message), "connect-note");
});

backupForm.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = new FormData(backupForm);
  for (const [name, value] of new FormData(connectForm)) form.set(name, value);
  attempt(async () => socket.emit("request_status", { job_id: await runner.start(form) }));
});

element("pause-button").addEventListener("click", () => attempt(() => runner.pause(true)));
element("resume-button").addEventListener("click", () => attempt(() => runner.pause(false)));
element("stop-button").addEventListener("click", () => attempt(() => runner.stop()));

async function attempt(action, noteId) {
  try {
    await action();
  } catch (error) {
    log(`Failed: ${error.message}`);
    if (noteId) setText(noteId, error.message);
  }
}

keepAdvancedSettings(backupForm);
watchFileChoice(backupForm.elements.file);
watchHealth(store, showMetrics);
