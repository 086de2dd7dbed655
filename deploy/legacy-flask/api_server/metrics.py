"""The observability metrics (contract 5): every value with its time, summed up over a window."""
import time
from collections import defaultdict, deque

KEPT_VALUES = 10_000


class Metrics:
    def __init__(self):
        self._values: dict[str, deque] = defaultdict(lambda: deque(maxlen=KEPT_VALUES))

    def add(self, name: str, value: float = 1.0) -> None:
        self._values[name].append((time.time(), value))

    def summaries(self, window_seconds: int) -> dict[str, dict]:
        return {name: _summary(name, list(values), window_seconds) for name, values in list(self._values.items())}


def _summary(name: str, values: list, window_seconds: int) -> dict:
    now = time.time()
    inside = [value for at, value in values if at > now - window_seconds]
    if not inside or window_seconds <= 0:
        return {}
    return {
        "name": name, "count": len(inside), "sum": sum(inside), "avg": sum(inside) / len(inside),
        "min": min(inside), "max": max(inside), "latest": inside[-1],
        "timestamp": now, "window_seconds": window_seconds,
    }
