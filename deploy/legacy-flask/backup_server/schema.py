"""Creates defensive.db as the real server does: the base, a copy of it, then five migrations (schema/*.sql)."""
import contextlib
import shutil
import sqlite3
import time
from datetime import datetime, timezone
from pathlib import Path

FOLDER = Path(__file__).parent / "schema"


def create(path: Path) -> None:
    """Before anyone has the file open: copying it would take from this process SQLite's locks on it."""
    base, *migrations = sorted(FOLDER.glob("*.sql"))
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(base.read_text(encoding="utf-8"))
    shutil.copy2(path, f"{path}.backup_{time.strftime('%Y%m%d_%H%M%S')}")
    with contextlib.closing(sqlite3.connect(path)) as connection:
        for migration in migrations:
            _apply(connection, migration)


def _apply(connection: sqlite3.Connection, migration: Path) -> None:
    """The file's first line is the description, its last part the way back."""
    script, _, rollback = migration.read_text(encoding="utf-8").partition("-- rollback\n")
    connection.executescript(script)
    with connection:
        connection.execute("INSERT INTO database_migrations VALUES (?, ?, ?, ?)", (
            int(migration.name[0]), script.splitlines()[0].removeprefix("-- "),
            datetime.now(timezone.utc).isoformat(), rollback))
