"""The general status and its copy for Socket.IO (contract 4)."""
from datetime import datetime


def now_text() -> str:
    """Local time without offset (Q32)."""
    return datetime.now().isoformat()


class GeneralStatus:
    def __init__(self):
        self._status = {
            "connected": False, "backing_up": False, "phase": "READY", "status": "ready",
            "message": "Ready for backup", "last_updated": now_text(),
        }
        self.last_known = dict(self._status)

    def update(self, phase: str, message: str) -> None:
        self._status.update(phase=phase, message=message, last_updated=now_text())
        self.last_known = dict(self._status)

    def copy_job(self, record: dict) -> None:
        """A cancel makes the job's record the last known status until the next general change."""
        self.last_known = dict(record)

    def snapshot(self) -> dict:
        return dict(self._status)
