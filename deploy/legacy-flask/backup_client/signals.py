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


def wait_for_shutdown() -> None:
    over = threading.Event()

    def shut_down(number, _):
        console.line(f"Shutdown signal received: {number}")
        over.set()

    _handle(shut_down)
    while not over.wait(0.5):
        pass


def _handle(handler) -> None:
    for number in SIGNALS:
        signal.signal(number, handler)
