"""Where the recordings are: $CYBERBACKUP_CONTRACT, or a folder below the repository's tests/ that holds them."""
import json
import os
import unittest
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]


@cache
def folder() -> Path | None:
    given = os.environ.get("CYBERBACKUP_CONTRACT")
    if given:
        return Path(given)
    found = next((REPOSITORY / "tests").rglob("recordings/api_status.json"), None)
    return found.parents[1] if found else None


def load(name: str):
    """`recordings/api_status`, `client/client-cases`. Skips the test where the file is absent."""
    path = folder() / f"{name}.json" if folder() else None
    if path is None or not path.exists():
        raise unittest.SkipTest(f"{name}.json not found; set CYBERBACKUP_CONTRACT to the folder that holds it")
    return json.loads(path.read_text(encoding="utf-8"))


def recording_names() -> list[str]:
    return sorted(path.stem for path in (folder() / "recordings").glob("*.json")) if folder() else []
