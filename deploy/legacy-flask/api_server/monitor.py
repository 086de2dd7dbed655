"""The monitor of received_files (contract 7): jobs by plain file name, looked at again and again.

The real one is told of files by the operating system; this one looks four times a second.
"""
import threading
import time
from pathlib import Path

from api_server.verification import Verification

POLL_SECONDS = 0.25
MAX_WORKERS = 10


class Monitor:
    def __init__(self, directory: Path, report):
        self.directory = directory
        self.running = False
        self._report = report
        self._jobs: dict[str, dict] = {}
        self._workers = threading.BoundedSemaphore(MAX_WORKERS)
        self._stopped = threading.Event()

    def start(self) -> None:
        self.running = True
        threading.Thread(target=self._watch, name="monitor", daemon=True).start()

    def stop(self) -> None:
        self.running = False
        self._stopped.set()

    def register(self, file_name: str, job_id: str, size: int, digest: str) -> None:
        """A second registration of a name replaces the first, at the end of the order."""
        self._jobs.pop(file_name, None)
        job = {"job_id": job_id, "filename": file_name, "expected_size": size, "expected_hash": digest,
               "start_time": time.time(), "status": "registered"}
        self._jobs[file_name] = job
        self._look_for(job)

    def job_of(self, file_name: str) -> dict | None:
        return self._jobs.get(file_name)

    def jobs(self) -> list[dict]:
        return list(self._jobs.values())

    def _watch(self) -> None:
        while not self._stopped.wait(POLL_SECONDS):
            for job in self.jobs():
                self._look_for(job)

    def _look_for(self, job: dict) -> None:
        if job["status"] != "registered" or not self.running or not _exists(self.directory / job["filename"]):
            return
        job["status"] = "verifying"
        threading.Thread(target=self._verify, args=(job,), name="verify", daemon=True).start()

    def _verify(self, job: dict) -> None:
        with self._workers:
            Verification(self.directory / job["filename"], job, self._report, self._stopped).run()
        if self._jobs.get(job["filename"]) is job:
            del self._jobs[job["filename"]]


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False
