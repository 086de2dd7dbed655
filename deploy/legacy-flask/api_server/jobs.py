"""Job records and their phases (contract 4). They are never removed (Q6)."""
import copy
import time

from api_server.general_status import now_text


class Jobs:
    def __init__(self):
        self._records: dict[str, dict] = {}

    def __len__(self) -> int:
        return len(self._records)

    def __contains__(self, job_id) -> bool:
        return job_id in self._records

    def create(self) -> str:
        job_id = f"job_{time.time_ns() // 1000}"
        self._records[job_id] = {
            "phase": "INITIALIZING", "message": "Initializing backup job...",
            "progress": {"percentage": 0, "current_file": "", "bytes_transferred": 0, "total_bytes": 0},
            "status": "initializing", "events": [], "connected": True, "backing_up": True, "last_updated": now_text(),
        }
        return job_id

    def record(self, job_id: str) -> dict:
        return self._records[job_id]

    def snapshot(self, job_id: str) -> dict:
        return copy.deepcopy(self._records[job_id])

    def clear_events(self, job_id: str) -> None:
        """Reading a job over HTTP, and only there, empties its events."""
        self._records[job_id]["events"] = []

    def begin_backup(self, job_id: str, file_name: str) -> None:
        record = self._records[job_id]
        record["progress"]["current_file"] = file_name
        self._move(record, "BACKUP_IN_PROGRESS", f"Starting backup of {file_name}...")

    def complete(self, job_id: str) -> None:
        self._succeed(self._records[job_id], "COMPLETED", "Backup completed successfully!")

    def fail(self, job_id: str, message: str) -> None:
        record = self._records[job_id]
        record["backing_up"] = False
        self._move(record, "FAILED", message)

    def cancel(self, job_id: str, ended: bool, reason=None) -> None:
        """`backing_up` stays as it is; the worker clears it when it writes its own result (Q5)."""
        record = self._records[job_id]
        if reason:
            record["cancel_reason"] = reason
        if ended:
            self._move(record, "CANCELLED", "Backup cancelled")
        else:
            self._move(record, "CANCEL_REQUESTED", "Cancellation requested")

    def verification_reported(self, job_id: str, result: dict) -> None:
        """The monitor's only callback: it gets every progress report as if it were the end (Q24)."""
        record = self._records.get(job_id)
        if record is None:
            return
        if result["status"] == "failure":
            record["backing_up"] = False
            self._move(record, "VERIFICATION_FAILED", f"CRITICAL: {dict(sorted(result.items()))}")
        else:
            self._succeed(record, "COMPLETED_VERIFIED", "Backup complete and cryptographically verified.")

    def _succeed(self, record: dict, phase: str, message: str) -> None:
        record["progress"]["percentage"] = 100
        record["backing_up"] = False
        self._move(record, phase, message)

    @staticmethod
    def _move(record: dict, phase: str, message: str) -> None:
        record["phase"] = phase
        record["message"] = message
