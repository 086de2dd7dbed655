"""When a process has to stop: signals, Ctrl-Break, or the end of its standard input."""
import os
import signal
import sys
import threading


class Lifetime:
    """Set once, by a signal or by EOF on stdin. The real server ignores SIGTERM and SIGINT (Q33);
    a stand-in must not, or every test would leave a process behind."""

    def __init__(self, exit_with_stdin: bool):
        self._over = threading.Event()
        for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), lambda *_: self._over.set())
        if exit_with_stdin:
            threading.Thread(target=self._watch_stdin, name="stdin-watch", daemon=True).start()

    def wait(self) -> None:
        # A wait without a timeout is not interruptible on Windows: Ctrl-C would be seen only at the next event.
        while not self._over.wait(0.5):
            pass

    def _watch_stdin(self) -> None:
        # The descriptor, not sys.stdin: a reader blocked inside that buffer aborts the interpreter at exit.
        try:
            while os.read(0, 4096):
                pass
        except OSError:
            pass
        self._over.set()


def announce(port: int) -> None:
    """The one line of standard output that a starter waits for."""
    print(f"LISTENING {port}", flush=True)


def fail(program: str, message: str) -> None:
    """A start that cannot succeed: one line on stderr, exit code 2."""
    print(f"{program}: {message}", file=sys.stderr, flush=True)
    raise SystemExit(2)
