import { meanAnswerTime } from "../services/connection-metrics.js";
import { definitionList, element, setState, setText } from "../utils/dom.js";
import { percent } from "../utils/formatters.js";
import { announce } from "./accessibility.js";

const badge = (value) => (value === null ? "unknown" : value ? "good" : "bad");

export function render(state) {
  setState("api-badge", badge(state.apiRunning));
  setState("backup-badge", badge(state.backupRunning));
  setState("socket-badge", badge(state.live));
  setText("phase", state.paused ? `${state.phase} (paused)` : state.phase);
  setText("message", state.message);
  element("progress").value = state.percentage;
  element("progress").dataset.state = state.jobState;
  const running = state.jobState === "running";
  element("start-button").disabled = running;
  element("pause-button").disabled = !running || state.paused;
  element("resume-button").disabled = !running || !state.paused;
  element("stop-button").disabled = !running;
  if (state.jobState === "completed" || state.jobState === "error") announce(state.message);
}

export function showMetrics({ status, system_metrics: metrics = {} }) {
  const time = meanAnswerTime();
  definitionList("metrics", [
    ["Health", status], ["CPU", percent(metrics.cpu_usage_percent)], ["Memory", percent(metrics.memory_usage_percent)],
    ["Pages connected", String(metrics.active_websocket_connections ?? "–")],
    ["Backups since start", String(metrics.active_backup_jobs ?? "–")],
    ["Mean answer time", time === null ? "–" : `${time.toFixed(0)} ms`],
  ]);
}
