"""The lines the client prints: progress on stdout, errors on stderr."""
import sys
import time
from datetime import datetime

RULE = "-" * 60
UNITS = ("B", "KB", "MB", "GB")


def prepare() -> None:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="surrogateescape", newline="\n")


def line(text: str = "") -> None:
    print(text, flush=True)


def ok(what: str, detail: str) -> None:
    line(f"[{time.strftime('%H:%M:%S')}] [OK] {what} - {detail}")


def failed(what: str, detail: str) -> None:
    line(f"[{time.strftime('%H:%M:%S')}] [FAIL] {what} - {detail}")


def phase(name: str) -> None:
    line()
    line(f"> {name}")
    line(RULE)


def operation(level: str, text: str, more: str = "") -> None:
    moment = datetime.now().isoformat(" ", "milliseconds")
    name = "memory_mapping" if "mapping" in text else "file_transfer"
    line(f"[{moment}] [{level}] [cpp-client] {text} [op:{name}]{more}")


def error(text: str) -> None:
    print(f"[ERROR] {text}", file=sys.stderr, flush=True)


def size_text(size: float) -> str:
    """4.88 KB: two decimals, at most GB."""
    unit = 0
    while size >= 1024 and unit < len(UNITS) - 1:
        size /= 1024
        unit += 1
    return f"{size:.2f} {UNITS[unit]}"
