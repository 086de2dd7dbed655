"""SIGINT and SIGTERM: in batch mode they only interrupt a wait for the server (contract 11)."""
import signal
import threading

from backup_client import console
from backup_client.failures import Interrupted

SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM") if hasattr(signal, name)]


def interrupt_waits() -> None:
    def interrupt(number, frame):
        console.line(f"Shutdown signal received: {number}")
        # Only a receive fails; a send, a pause or a computation goes on, as in the native client.
        while frame is not None:
            if frame.f_code.co_name == "read_exactly":
                raise Interrupted
            frame = frame.f_back

    _handle(interrupt)


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
        console.line(f"Shutdown signal received: {number}")
        self._requested.set()


def _handle(handler) -> None:
    for number in SIGNALS:
        signal.signal(number, handler)
