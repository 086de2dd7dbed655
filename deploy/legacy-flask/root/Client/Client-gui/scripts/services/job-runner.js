import { jobStateOf } from "../state/state-store.js";
import { api } from "./api-client.js";

const JOB_PAUSE = 2500;
const GENERAL_PAUSE = 12000;

/** Starts backups and follows the one that runs. */
export class JobRunner {
  #timer = null;

  constructor(store, log) {
    this.store = store;
    this.log = log;
    this.#poll();
  }

  async start(form) {
    const answer = await api.startBackup(form);
    this.store.update({ jobId: answer.job_id, jobState: "running", paused: false, percentage: 0 });
    this.log(answer.message);
    this.#poll();
    return answer.job_id;
  }

  async pause(paused) {
    const answer = await (paused ? api.pause() : api.resume());
    this.store.update({ paused });
    this.log(answer.message);
  }

  /** The server lets the job go on; the page forgets it. */
  async stop() {
    const answer = await api.stop();
    this.store.update({ jobId: null, jobState: "idle", paused: false });
    this.log(answer.message);
  }

  /** From a poll or from a `status_response`. */
  take(status) {
    const jobState = jobStateOf(status) ?? this.store.state.jobState;
    const ended = this.store.state.jobState === "running" && jobState !== "running";
    this.store.update({
      jobState, phase: status.phase ?? this.store.state.phase, message: status.message ?? "",
      percentage: status.progress?.percentage ?? this.store.state.percentage,
    });
    (status.events ?? []).forEach(({ phase, data }) => this.log(`${phase}: ${data?.message ?? data}`));
    if (ended) {
      this.log(`${status.phase}: ${status.message}`);
      this.store.update({ jobId: null });
    }
  }

  async #poll() {
    clearTimeout(this.#timer);
    const { jobId } = this.store.state;
    try {
      this.take(await api.status(jobId));
    } catch (error) {
      this.log(`Status: ${error.message}`);
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#poll(), this.store.state.jobId ? JOB_PAUSE : GENERAL_PAUSE);
  }
}
