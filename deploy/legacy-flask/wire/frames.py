"""Frames: little endian; a request header has 23 bytes, a response header 7."""
import struct
from dataclasses import dataclass

from wire import codes

REQUEST_HEADER = struct.Struct("<16sBHI")
RESPONSE_HEADER = struct.Struct("<BHI")
PACKET_HEADER = struct.Struct("<IIHH")
CRC_ANSWER = struct.Struct("<16sI255sI")


@dataclass(frozen=True)
class FilePacket:
    encrypted_size: int  # of the whole file
    original_size: int
    number: int  # from 1
    count: int
    file_name: bytes  # NUL-padded to 255
    data: bytes

    def payload(self) -> bytes:
        sizes = PACKET_HEADER.pack(self.encrypted_size, self.original_size, self.number, self.count)
        return sizes + self.file_name + self.data

    @staticmethod
    def parse(payload: bytes) -> "FilePacket":
        start = PACKET_HEADER.size + codes.NAME_BYTES
        if len(payload) < start:
            raise ValueError("file packet too short")
        return FilePacket(*PACKET_HEADER.unpack_from(payload), payload[PACKET_HEADER.size:start], payload[start:])


def name_field(name: bytes) -> bytes:
    return name[:codes.NAME_BYTES].ljust(codes.NAME_BYTES, b"\0")


def name_of(field: bytes) -> bytes:
    return field.split(b"\0", 1)[0]


def read_exactly(receive, count: int) -> bytes:
    """`receive` is a socket's recv. Raises EOFError when the peer is gone."""
    parts, missing = [], count
    while missing:
        part = receive(min(missing, 65536))
        if not part:
            raise EOFError
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
