"""Performance records (contract 8.1). No sample is ever fed to them (Q1, Q28): only their age grows."""
import time


class Performance:
    def __init__(self):
        self._started: dict[str, float] = {}

    def start(self, job_id: str) -> None:
        self._started[job_id] = time.time()

    def record(self, job_id: str) -> dict | None:
        started = self._started.get(job_id)
        return None if started is None else _summary(job_id, round(time.time() - started, 2))

    def records(self) -> dict[str, dict]:
        return {job_id: self.record(job_id) for job_id in list(self._started)}


def _summary(job_id: str, age: float) -> dict:
    return {
        "job_id": job_id, "total_bytes": 0, "bytes_transferred": 0, "progress_pct": None,
        "last_speed_bps": 0, "avg_speed_bps": 0, "ema_speed_bps": 0, "peak_speed_bps": 0,
        "eta_seconds": None, "elapsed_seconds": age, "last_update_age": age, "trend": "unknown", "insight": None,
    }
