"""One TCP connection to the backup server, with the client's remarks about it."""
import os
import socket
import time

from backup_client import console
from backup_client.failures import Failure, Interrupted
from backup_client.signals import BATCH
from wire import codes
from wire.frames import REQUEST_HEADER, RESPONSE_HEADER, read_exactly

ATTEMPTS = 3
PAUSES_SECONDS = (1, 2)
WINDOWS_RECEIVE_SECONDS = 25  # announced everywhere, effective on Windows only
REQUESTS_SHOWN = (codes.REGISTER, codes.PUBLIC_KEY, codes.RECONNECT)


class Connection:
    def __init__(self, host: str, port: int):
        console.ok("Connecting to server", f"{host}:{port}")
        self._socket = _connect(host, port)
        local, remote = self._socket.getsockname(), self._socket.getpeername()
        console.ok("Connection verified", f"Local: {local[0]}:{local[1]} -> Remote: {remote[0]}:{remote[1]}")
        console.ok("Connected", "TCP connection established")

    def send(self, client_id: bytes, code: int, payload: bytes) -> None:
        header = REQUEST_HEADER.pack(client_id, codes.VERSION, code, len(payload))
        if code in REQUESTS_SHOWN:
            console.ok("Debug: Request header", f"Version={codes.VERSION}, Code={code}, PayloadSize={len(payload)}")
            console.ok("Debug: Header bytes", f"Header hex: {header.hex(' ')} ")
        try:
            self._socket.sendall(header + payload)
        except OSError as error:
            raise Failure("NETWORK", f"Failed to send request: {error.strerror}") from None
        if code in REQUESTS_SHOWN:
            console.ok("Debug: Data sent", f"Header: {len(header)} bytes, Payload: {len(payload)} bytes")

    def receive(self) -> tuple[int, bytes]:
        """Code and payload of the next response. Raises Failure."""
        try:
            with BATCH.interruptible():
                header = self._wait_for_header()
        except Interrupted:
            raise Failure("NETWORK", "Failed to receive header: Interrupted system call") from None
        version, code, size = RESPONSE_HEADER.unpack(header)
        console.ok("Debug: Raw header bytes", f"{header.hex(' ')} ")
        console.ok("Debug: Response received", f"Version={version}, Code={code}, PayloadSize={size}")
        if code == codes.GENERAL_ERROR:
            raise Failure(None, "Server returned general error")
        return code, self._read(size, "payload")

    def close(self) -> None:
        self._socket.close()

    def _wait_for_header(self) -> bytes:
        console.ok("Socket timeout", "25s receive timeout set")
        console.ok("Waiting for server response", "Max wait: 25 seconds")
        if os.name == "nt":
            self._socket.settimeout(WINDOWS_RECEIVE_SECONDS)
        return self._read(RESPONSE_HEADER.size, "header")

    def _read(self, count: int, part: str) -> bytes:
        try:
            return read_exactly(self._socket.recv, count)
        except EOFError:
            raise Failure("NETWORK", f"Failed to receive {part}: End of file") from None
        except OSError as error:
            raise Failure("NETWORK", f"Failed to receive {part}: {error.strerror or error}") from None


def _connect(host: str, port: int) -> socket.socket:
    for attempt in range(1, ATTEMPTS + 1):
        if attempt > 1:
            console.ok("Connection attempt", f"Retry {attempt} of {ATTEMPTS}")
            time.sleep(PAUSES_SECONDS[attempt - 2])
        try:
            return _try(host, port)
        except OSError as error:
            console.error(f"[NETWORK] Connection failed: {_text(error)}")
    raise Failure("NETWORK", f"Failed to connect after {ATTEMPTS} attempts")


def _try(host: str, port: int) -> socket.socket:
    address = socket.getaddrinfo(host, port, socket.AF_INET, socket.SOCK_STREAM)[0][4]
    console.ok("Connecting", "Establishing TCP connection...")
    return socket.create_connection(address)


def _text(error: OSError) -> str:
    if isinstance(error, socket.gaierror):
        return "resolve: Host not found (non-authoritative), try again later"
    return f"connect: {error.strerror}"
