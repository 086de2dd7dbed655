"""received_files/: which names are taken, how files get there, what is noted about them."""
import os
import re
import time
import uuid
from datetime import datetime
from pathlib import Path

from backup_server.database import Client, Database
from wire import cipher
from wire.cksum import cksum
from wire.frames import name_of

NAME = re.compile(r"[A-Za-z0-9._\-&#()+,\s]{1,255}", re.ASCII)
RESERVED = {"CON", "PRN", "AUX", "NUL"} | {f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10)}
MEGABYTE = 1024 * 1024


class Refused(Exception):
    """The file cannot be taken."""


class Storage:
    def __init__(self, root: Path, database: Database, checksum_rate: float | None):
        self._folder = root / "received_files"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._database = database
        self._checksum_rate = checksum_rate

    def checked_name(self, field: bytes) -> str:
        name = name_of(field).decode("utf-8", "replace")
        if not NAME.fullmatch(name) or ".." in name or name.split(".")[0].upper() in RESERVED:
            raise Refused(name)
        return name

    def store(self, client: Client, name: str, encrypted: bytes, size: int) -> int:
        """The file's checksum, once it is in its place and noted as not yet verified."""
        plain = cipher.decrypt(client.aes_key, encrypted) if client.aes_key else b""
        if len(plain) != size:
            raise Refused(name)
        crc = self._slow_cksum(plain)
        self._write(name, plain)
        self._note(client, name, verified=False, crc=crc)
        return crc

    def confirm(self, client: Client, name: str) -> None:
        """The client's confirmation adds a second row (Q36)."""
        if not (self._folder / name).is_file():
            raise Refused(name)
        self._note(client, name, verified=True, crc=None)

    def _write(self, name: str, plain: bytes) -> None:
        temporary = self._folder / f"{name}.{uuid.uuid4()}.tmp_EncryptedBackup"
        try:
            temporary.write_bytes(plain)
            os.replace(temporary, self._folder / name)
        except OSError as error:  # a name too long with its suffix, above all
            temporary.unlink(missing_ok=True) if len(temporary.name) < 256 else None
            raise Refused(name) from error

    def _note(self, client: Client, name: str, verified: bool, crc: int | None) -> None:
        facts = (self._folder / name).stat()
        modified = datetime.fromtimestamp(facts.st_mtime).isoformat()
        self._database.add_file(client.id, name, os.path.join("received_files", name), verified, facts.st_size,
                                modified, crc)

    def _slow_cksum(self, plain: bytes) -> int:
        if self._checksum_rate is not None:
            time.sleep(len(plain) / MEGABYTE / self._checksum_rate)
        return cksum(plain)
