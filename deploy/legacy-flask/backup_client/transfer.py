"""Sending the file: up to three attempts over the same connection."""
import time

from backup_client import console
from backup_client.console import size_text
from backup_client.failures import Failure
from backup_client.packets import SINGLE_PACKET_BYTES, buffer_size, read_file, send_packets
from backup_client.session import Session
from wire import codes
from wire.cksum import cksum
from wire.frames import CRC_ANSWER

ATTEMPTS = 3
PAUSES_SECONDS = (0.5, 1)


def transfer(session: Session) -> None:
    """Raises Failure when the last attempt has failed."""
    console.phase("File Transfer")
    for attempt in range(1, ATTEMPTS + 1):
        if attempt > 1:
            console.failed("File transfer", f"Retrying (attempt {attempt} of {ATTEMPTS})")
            time.sleep(PAUSES_SECONDS[attempt - 2])
        try:
            return _attempt(session)
        except Failure as failure:
            console.error(str(failure))
            console.failed("File transfer failed", "Retrying...")
    raise Failure("NETWORK", f"File transfer failed after {ATTEMPTS} attempts")


def _attempt(session: Session) -> None:
    path, size = session.configuration.path, session.configuration.size
    _announce(session)
    began = time.perf_counter()
    console.operation("INFO", "Starting file_transfer")
    try:
        console.operation("INFO", "Starting memory-efficient file transfer")
        plain = read_file(path, size)
        send_packets(session, plain)
        _verify(session, plain)
    finally:
        console.operation("INFO", "Completed file_transfer", f" [{(time.perf_counter() - began) * 1000:.6g}ms]")
    console.ok("File transfer completed", "Success")


def _announce(session: Session) -> None:
    path, size = session.configuration.path, session.configuration.size
    console.ok("Starting file transfer", "Calling transferFileEnhanced()")
    console.ok("transferFileEnhanced", "Starting enhanced file transfer")
    console.ok("File opened", path)
    console.ok("Transfer Strategy", "Single packet transfer (file ≤ 60KB)" if size <= SINGLE_PACKET_BYTES
               else "Multi-packet transfer using 64KB chunks")
    console.ok("Enhanced File Transfer", f"File: {session.file_name} ({size_text(size)})")
    console.ok("Transfer Strategy", "Dynamic buffer sizing (cache-optimized, server-validated)")
    console.ok("Dynamic Buffer Transfer",
               f"Optimal buffer: {size_text(buffer_size(size))} (AES-aligned, constant for this file)")


def _verify(session: Session, plain: bytes) -> None:
    console.phase("VERIFYING")
    try:
        code, payload = session.connection.receive()
        if code != codes.CRC or len(payload) != CRC_ANSWER.size:
            raise Failure("PROTOCOL", f"Unexpected response to the file: {code}")
    except Failure as failure:
        console.error(str(failure))
        raise Failure("NETWORK", "Failed to receive CRC response") from None
    theirs, ours = CRC_ANSWER.unpack(payload)[3], cksum(plain)
    console.ok("CRC verification", f"Server: {theirs}, Client: {ours}")
    if theirs != ours:
        session.connection.send(session.client_id, codes.CRC_RETRY, session.name_field())
        raise Failure("PROTOCOL", "Checksums differ")
    console.ok("CRC verification", "[OK] Checksums match - file integrity confirmed")
    session.connection.send(session.client_id, codes.CRC_OK, session.name_field())
    session.connection.receive()
