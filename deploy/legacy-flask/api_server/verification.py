"""One check of a received file (contract 7)."""
import os
import threading
from pathlib import Path

from api_server.worker import sha256_of

POLL_SECONDS = 0.2
QUIET_SECONDS = 1.0


class Verification:
    """Reports to the job; every report but a failure looks like the end to its receiver (Q24)."""

    def __init__(self, path: Path, job: dict, report, stopped: threading.Event):
        self._path = path
        self._job = job
        self._report = report
        self._stopped = stopped

    def run(self) -> None:
        try:
            self._wait_for_size()
            self._wait_until_quiet()
            self._compare()
        except _Failure as failure:
            self._tell(status="failure", reason=str(failure))
        except OSError as error:
            if not self._stopped.is_set():
                self._tell(status="failure", reason=str(error))

    def _wait_for_size(self) -> None:
        """No time limit: a smaller file keeps one of the ten workers for ever. So does a folder of that name."""
        expected, seen = self._job["expected_size"], None
        while True:
            size = self._stat().st_size
            if size > expected and not self._path.is_dir():
                raise _Failure(f"File size ({size}) exceeded expected size ({expected}).")
            if size != seen:
                self._tell(status="progress")
                seen = size
            if size == expected:
                return
            self._pause(POLL_SECONDS)

    def _wait_until_quiet(self) -> None:
        before = self._stat().st_mtime_ns
        while True:
            self._pause(QUIET_SECONDS)
            now = self._stat().st_mtime_ns
            if now == before:
                return
            before = now

    def _compare(self) -> None:
        expected, got = self._job["expected_hash"], sha256_of(self._path)
        if got != expected:
            raise _Failure(f"Hash mismatch. Expected {expected}, got {got}.")
        self._tell(status="success")

    def _stat(self) -> os.stat_result:
        try:
            return self._path.stat()
        except FileNotFoundError:
            raise _Failure(f"File '{self._job['filename']}' disappeared during transfer.") from None

    def _pause(self, seconds: float) -> None:
        if self._stopped.wait(seconds):
            raise InterruptedError("The server is stopping.")

    def _tell(self, **result) -> None:
        self._report(self._job["job_id"], result)


class _Failure(Exception):
    """The file is not what was sent."""
