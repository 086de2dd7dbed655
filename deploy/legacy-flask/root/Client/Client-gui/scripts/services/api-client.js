import { noteAnswer } from "./connection-metrics.js";

const SECONDS = 1000;
const NO_CACHE = { headers: { "Cache-Control": "no-cache" } };

/** Each call with the time the page is ready to wait for it. */
export const api = {
  health: () => call("/api/health", 8, NO_CACHE),
  status: (jobId) => call(jobId ? `/api/status?job_id=${encodeURIComponent(jobId)}` : "/api/status", 10, NO_CACHE),
  connect: (settings) => call("/api/connect", 20, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(settings),
  }),
  startBackup: (form) => call("/api/start_backup", 60, { method: "POST", body: form }),
  pause: () => call("/api/pause", 10, { method: "POST" }),
  resume: () => call("/api/resume", 10, { method: "POST" }),
  stop: () => call("/api/stop", 10, { method: "POST" }),
};

async function call(path, seconds, options) {
  const began = performance.now();
  const response = await fetch(path, { ...options, signal: AbortSignal.timeout(seconds * SECONDS) });
  const answer = await response.json().catch(() => ({}));
  noteAnswer(performance.now() - began);
  if (!response.ok || answer.success === false) {
    throw new Error(answer.error ?? answer.message ?? `${response.status} ${response.statusText}`);
  }
  return answer;
}
