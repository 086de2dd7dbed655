"""System samples every 30 s (contract 8.3). With psutil < 6 the real server never has one."""
import threading
import time
from collections import deque

import psutil

PAUSE_SECONDS = 30
KEPT_SAMPLES = 1000
MEBIBYTE, GIBIBYTE = 1024 ** 2, 1024 ** 3


class SystemSamples:
    def __init__(self, always: bool):
        self._enabled = always or psutil.version_info >= (6,)
        self._samples: deque = deque(maxlen=KEPT_SAMPLES)

    def start(self) -> None:
        if self._enabled:
            threading.Thread(target=self._run, name="system-samples", daemon=True).start()

    def latest(self) -> dict | None:
        return self._samples[-1] if self._samples else None

    def last(self, count: int) -> list[dict]:
        return list(self._samples)[-count:]

    def _run(self) -> None:
        while True:
            self._samples.append(_sample())
            time.sleep(PAUSE_SECONDS)


def _sample() -> dict:
    cpu = psutil.cpu_percent(interval=1)
    memory, disk, network, process = (psutil.virtual_memory(), psutil.disk_usage("/"), psutil.net_io_counters(),
                                      psutil.Process())
    return {
        "timestamp": time.time(), "cpu_percent": cpu,
        "memory_percent": memory.percent, "memory_used_mb": memory.used / MEBIBYTE,
        "disk_usage_percent": disk.percent, "disk_free_gb": disk.free / GIBIBYTE,
        "network_bytes_sent": network.bytes_sent, "network_bytes_recv": network.bytes_recv,
        "active_connections": len(process.connections()), "open_files": len(process.open_files()),
    }
