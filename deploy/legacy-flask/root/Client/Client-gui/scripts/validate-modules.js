/** In the browser's console: `import("/scripts/validate-modules.js")` says which modules do not load. */
const MODULES = ["services/advanced-settings", "services/api-client", "services/connection-metrics",
  "services/connection-monitor", "services/file-manager", "services/job-runner", "services/live-socket",
  "services/log-store", "services/theme-manager", "state/state-store", "ui/accessibility", "ui/view", "utils/dom",
  "utils/formatters"];

const results = await Promise.allSettled(MODULES.map((name) => import(`./${name}.js`)));
results.forEach((result, index) => {
  console.log(`${result.status === "fulfilled" ? "ok    " : "failed"} ${MODULES[index]}`, result.reason ?? "");
});
