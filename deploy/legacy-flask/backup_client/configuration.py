"""transfer.info: server, user, file (contract 11)."""
import os
import re
from dataclasses import dataclass

from backup_client import console
from backup_client.failures import Failure

MAX_USER_BYTES = 100
INTEGER = re.compile(r"\s*([+-]?\d+)")  # as C++ stoi: what follows the digits is ignored
DIRECTORY_SIZE = 2 ** 63 - 1  # what the native client reads as the size of a folder


@dataclass(frozen=True)
class Configuration:
    host: str
    port: int
    user: str
    path: str
    size: int

    @property
    def server(self) -> str:
        return f"{self.host}:{self.port}"


def load() -> Configuration:
    """Reads, validates and reports, as the client does twice in each run. Raises Failure."""
    host, port, user, path = _parse()
    console.ok("Configuration loaded", "transfer.info parsed successfully")
    console.ok("Validating configuration", "Checking parameters")
    if port == 0:
        raise Failure("CONFIG", "Invalid port number: 0")
    if not host:
        raise Failure("CONFIG", "Invalid IP address: empty")
    size = _size_of(path)
    console.ok("File validation", f"{path} ({console.size_text(size)})")
    console.ok("Server validation", f"{host}:{port}")
    console.ok("Username validation", user)
    return Configuration(host, port, user, path, size)


def _parse() -> tuple[str, int, str, str]:
    lines = _lines() + [""] * 3
    if not lines[0]:
        raise Failure("CONFIG", "Invalid transfer.info format - missing server address")
    host, colon, port_text = lines[0].partition(":")
    if not colon:
        raise Failure("CONFIG", "Invalid server address format (expected IP:port)")
    port = _port(port_text)
    user, path = lines[1], lines[2]
    if not user:
        raise Failure("CONFIG", "Invalid username - cannot be empty")
    if len(os.fsencode(user)) > MAX_USER_BYTES:
        raise Failure("CONFIG", "Username too long (max 100 characters)")
    if not path:
        raise Failure("CONFIG", "Invalid file path - cannot be empty")
    return host, port, user, path


def _lines() -> list[str]:
    try:
        with open("transfer.info", "rb") as file:
            return file.read().decode("utf-8", "surrogateescape").split("\n")
    except OSError:
        raise Failure("CONFIG", "Cannot open transfer.info") from None


def _port(text: str) -> int:
    match = INTEGER.match(text)
    value = int(match[1]) if match else 2 ** 31
    if not -2 ** 31 <= value < 2 ** 31:
        raise Failure("CONFIG", "Invalid port number")
    return value % 65536  # cut to 16 bits


def _size_of(path: str) -> int:
    if os.path.isdir(path):
        return DIRECTORY_SIZE
    try:
        with open(path, "rb") as file:
            size = os.fstat(file.fileno()).st_size
    except OSError:
        raise Failure("FILE", f"File not found: {path}") from None
    if size == 0:
        raise Failure("FILE", f"File is empty: {path}")
    return size
