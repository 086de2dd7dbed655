"""defensive.db: clients and files."""
import sqlite3
import threading
import uuid
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from backup_server.schema import create

PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "cache_size=10000", "temp_store=MEMORY")
BUSY_SECONDS = 10


class NameTaken(Exception):
    """Each user name registers once."""


@dataclass(frozen=True)
class Client:
    id: bytes
    name: str
    public_key: bytes | None
    aes_key: bytes | None


class Database:
    """One connection for all threads. The real server pools five, of which one enforces foreign keys."""

    def __init__(self, path: Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / "backups").mkdir(exist_ok=True)
        if not path.exists():
            create(path)
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(path, timeout=BUSY_SECONDS, check_same_thread=False)
        for pragma in PRAGMAS:
            self._connection.execute(f"PRAGMA {pragma}")

    def client(self, client_id: bytes) -> Client | None:
        with self._lock:
            row = self._connection.execute("SELECT ID, Name, PublicKey, AESKey FROM clients WHERE ID = ?",
                                           (client_id,)).fetchone()
        return Client(*row) if row else None

    def add_client(self, client_id: bytes, name: str) -> None:
        """Raises NameTaken."""
        try:
            self._write("INSERT INTO clients (ID, Name, LastSeen) VALUES (?, ?, ?)", (client_id, name, _now()))
        except sqlite3.IntegrityError:
            raise NameTaken(name) from None

    def set_keys(self, client_id: bytes, public_key: bytes, aes_key: bytes) -> None:
        """The session key is kept in clear (Q36)."""
        self._write("UPDATE clients SET PublicKey = ?, AESKey = ?, LastSeen = ? WHERE ID = ?",
                    (public_key, aes_key, _now(), client_id))

    def add_file(self, client_id: bytes, name: str, path: str, verified: bool, size: int, modified: str,
                 crc: int | None) -> None:
        self._write("INSERT INTO files (ID, FileName, PathName, Verified, FileSize, ModificationDate, CRC, ClientID) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (uuid.uuid4().bytes, name, path, int(verified), size, modified, crc, client_id))

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _write(self, statement: str, values: tuple) -> None:
        with self._lock, self._connection:
            self._connection.execute(statement, values)


def _now() -> str:
    """With an offset and a Z, as the real server writes it (Q36)."""
    return datetime.now(timezone.utc).isoformat(timespec="seconds") + "Z"
