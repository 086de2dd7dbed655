"""Sending the file: up to three attempts over the same connection."""
import os
import re
import time
from dataclasses import dataclass

from backup_client import console
from backup_client.configuration import DIRECTORY_SIZE, Configuration
from backup_client.connection import Connection
from backup_client.console import size_text
from backup_client.failures import Failure
from wire import cipher, codes
from wire.cksum import cksum
from wire.frames import CRC_ANSWER, FilePacket, name_field

ATTEMPTS = 3
PAUSES_SECONDS = (0.5, 1)
SINGLE_PACKET_BYTES = 60 * 1024
CHUNK_BYTES = 64 * 1024
SMALLEST_BUFFER = 1024


@dataclass(frozen=True)
class Session:
    connection: Connection
    configuration: Configuration
    client_id: bytes
    aes_key: bytes


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


def buffer_size(size: int) -> int:
    """Up to 60 KiB the whole file, in steps of an AES block; else 64 KiB."""
    return CHUNK_BYTES if size > SINGLE_PACKET_BYTES else max(SMALLEST_BUFFER, -(-size // 16) * 16)


def _attempt(session: Session) -> None:
    path, size = session.configuration.path, session.configuration.size
    _announce(path, size)
    began = time.perf_counter()
    console.operation("INFO", "Starting file_transfer")
    try:
        console.operation("INFO", "Starting memory-efficient file transfer")
        plain = _read_file(path, size)
        _send_packets(session, plain)
        _verify(session, plain)
    finally:
        console.operation("INFO", "Completed file_transfer", f" [{(time.perf_counter() - began) * 1000:.6g}ms]")
    console.ok("File transfer completed", "Success")


def _announce(path: str, size: int) -> None:
    console.ok("Starting file transfer", "Calling transferFileEnhanced()")
    console.ok("transferFileEnhanced", "Starting enhanced file transfer")
    console.ok("File opened", path)
    console.ok("Transfer Strategy", "Single packet transfer (file ≤ 60KB)" if size <= SINGLE_PACKET_BYTES
               else "Multi-packet transfer using 64KB chunks")
    console.ok("Enhanced File Transfer", f"File: {_base_name(path)} ({size_text(size)})")
    console.ok("Transfer Strategy", "Dynamic buffer sizing (cache-optimized, server-validated)")
    console.ok("Dynamic Buffer Transfer",
               f"Optimal buffer: {size_text(buffer_size(size))} (AES-aligned, constant for this file)")


def _read_file(path: str, size: int) -> bytes:
    if size == DIRECTORY_SIZE:
        console.operation("ERROR", "File size validation failed")
        raise Failure("FILE", f"File size validation failed: {size_text(size)}")
    console.operation("INFO", "Starting memory mapping")
    console.ok("Memory mapping", f"Mapping {size_text(size)} file for efficient access")
    try:
        with open(path, "rb") as file:
            plain = file.read()
    except OSError:
        raise Failure("FILE", f"File not found: {path}") from None
    console.operation("INFO", "Memory mapping successful")
    console.ok("File mapped", "Successfully memory-mapped for streaming access")
    return plain


def _send_packets(session: Session, plain: bytes) -> None:
    encrypted, size = _encrypt(session.aes_key, plain), buffer_size(len(plain))
    count = -(-len(encrypted) // size)
    _announce_plan(len(plain), len(encrypted), count, size)
    sent = 0
    for number in range(1, count + 1):
        data = encrypted[sent:sent + size]
        console.ok("Sending packet", f"Packet {number}/{count} ({size_text(len(data))})")
        packet = FilePacket(len(encrypted), len(plain), number, count, _name_field(session), data)
        session.connection.send(session.client_id, codes.FILE_PACKET, packet.payload())
        sent += len(data)
        _show_progress(sent, len(plain))
    console.line(console.RULE)
    console.ok("Transfer Complete", f"All {count} packets sent successfully")
    console.ok("Waiting for server", "Server calculating CRC...")


def _encrypt(aes_key: bytes, plain: bytes) -> bytes:
    console.line("[AES] Initialized with 32-byte key (256-bit AES)")
    console.line("[AES] Using static zero IV for protocol compatibility")
    encrypted = cipher.encrypt(aes_key, plain)
    console.line(f"[AES] Encrypted {len(plain)} bytes to {len(encrypted)} bytes (with padding)")
    return encrypted


def _announce_plan(plain: int, encrypted: int, count: int, buffer: int) -> None:
    console.ok("Transfer Plan", f"Dynamic packet sizing: {count} packets, {size_text(buffer)} buffer")
    console.ok("Memory-efficient encryption", f"Original: {size_text(plain)} → Encrypted: {size_text(encrypted)} "
               f"(+{encrypted - plain} bytes padding, 50% less RAM usage)")
    console.phase("TRANSFERRING")
    console.line(console.RULE)
    console.ok("Packet sending loop", f"Starting to send {count} packets")


def _show_progress(sent: int, total: int) -> None:
    """Counts encrypted bytes, so that it can pass 100; the line ends only then."""
    percent = sent * 100 // total
    end = "\n" if percent >= 100 else ""
    print(f"\rTransferring {percent}% ({size_text(sent)}/{size_text(total)})", end=end, flush=True)


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
        session.connection.send(session.client_id, codes.CRC_RETRY, _name_field(session))
        raise Failure("PROTOCOL", "Checksums differ")
    console.ok("CRC verification", "[OK] Checksums match - file integrity confirmed")
    session.connection.send(session.client_id, codes.CRC_OK, _name_field(session))
    session.connection.receive()


def _name_field(session: Session) -> bytes:
    return name_field(os.fsencode(_base_name(session.configuration.path)))


def _base_name(path: str) -> str:
    """After the last slash or backslash, on every system."""
    return re.split(r"[/\\]", path)[-1]
