"""The cleanup thread: every 15 s (contract 3.6, 9.3)."""
import contextlib
import threading

PAUSE_SECONDS = 15


class Housekeeping:
    def __init__(self, legacy):
        self._legacy = legacy
        self._stopped = threading.Event()

    @contextlib.contextmanager
    def running(self):
        threading.Thread(target=self._run, name="housekeeping", daemon=True).start()
        try:
            yield
        finally:
            self._stopped.set()

    def _run(self) -> None:
        while not self._stopped.wait(PAUSE_SECONDS):
            self._legacy.sockets.forget_a_quarter()
            self._legacy.counters.forget_when_many()
