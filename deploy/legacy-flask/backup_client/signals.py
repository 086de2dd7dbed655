"""SIGINT and SIGTERM: in batch mode they only interrupt a wait for the server (contract 11)."""
import contextlib
import os
import signal
import threading

from backup_client.failures import Interrupted

SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM") if hasattr(signal, name)]


class BatchSignals:
    """A receive fails; a send, a pause or a computation goes on, as in the native client."""

    def __init__(self):
        self._waiting = False

    def install(self) -> None:
        _handle(self._interrupt)

    @contextlib.contextmanager
    def interruptible(self):
        """Raises Interrupted inside when a signal comes."""
        self._waiting = True
        try:
            yield
        finally:
            self._waiting = False

    def _interrupt(self, number, _) -> None:
        _report(number)
        if self._waiting:
            raise Interrupted


BATCH = BatchSignals()


class Shutdown:
    """Without `--batch` the client only waits for one of the signals."""

    def __init__(self):
        self._requested = threading.Event()
        _handle(self._request)

    def wait(self) -> None:
        # A wait without a timeout could not be interrupted on Windows.
        while not self._requested.wait(0.5):
            pass

    def _request(self, number, _) -> None:
        _report(number)
        self._requested.set()


def _handle(handler) -> None:
    for number in SIGNALS:
        signal.signal(number, handler)


def _report(number: int) -> None:
    # Not by print: the signal may have come in the middle of one.
    os.write(1, f"Shutdown signal received: {number}\n".encode())
