"""The packets of files under way on one connection."""
from wire.frames import FilePacket

MAX_ENCRYPTED_BYTES = 100 * 1024 * 1024


class Transfers:
    def __init__(self):
        self._chunks: dict[str, list[bytes]] = {}

    def add(self, name: str, packet: FilePacket) -> bytes | None:
        """The whole encrypted file with its last packet, None before. Raises ValueError on a packet out of turn
        or beyond the limit; the file is then forgotten."""
        if packet.number == 1:
            self._chunks[name] = []
        chunks = self._chunks.pop(name, None)
        if chunks is None or packet.number != len(chunks) + 1 or packet.number > packet.count:
            raise ValueError("packet out of turn")
        chunks.append(packet.data)
        if sum(map(len, chunks)) > MAX_ENCRYPTED_BYTES:
            raise ValueError("file too large")
        if packet.number == packet.count:
            return b"".join(chunks)
        self._chunks[name] = chunks
        return None
