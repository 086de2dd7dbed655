import { api } from "./api-client.js";

const PAUSE = 7000;

/** Asks for the server's health every seven seconds. */
export function watchHealth(store, show) {
  async function look() {
    try {
      const health = await api.health();
      store.update({ apiRunning: true, backupRunning: (health.backup_server ?? health.backup_server_status) === "running" });
      show(health);
    } catch {
      store.update({ apiRunning: false, backupRunning: false });
    } finally {
      setTimeout(look, PAUSE);
    }
  }
  look();
}
