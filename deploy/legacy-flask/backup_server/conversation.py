"""What one connection says and is answered."""
import secrets
import socket
import uuid

from backup_server.database import Client, Database, NameTaken
from backup_server.storage import Refused, Storage
from backup_server.transfers import Transfers
from wire import codes, keys
from wire.frames import CRC_ANSWER, REQUEST_HEADER, RESPONSE_HEADER, FilePacket, name_of, read_exactly

MAX_PAYLOAD_BYTES = 16 * 1024 * 1024 + 1024


class Conversation:
    def __init__(self, connection: socket.socket, database: Database, storage: Storage):
        self._connection = connection
        self._database = database
        self._storage = storage
        self._transfers = Transfers()
        self._handlers = {
            codes.PUBLIC_KEY: self._take_public_key, codes.RECONNECT: self._reconnect,
            codes.FILE_PACKET: self._take_packet, codes.CRC_OK: self._confirm,
            codes.CRC_RETRY: self._acknowledge, codes.CRC_ABORT: self._acknowledge,
        }

    def run(self) -> None:
        """Until the client leaves, breaks the protocol or is silent for too long."""
        try:
            while self._answer_one():
                pass
        except (EOFError, OSError):
            pass

    def _answer_one(self) -> bool:
        client_id, version, code, size = REQUEST_HEADER.unpack(self._read(REQUEST_HEADER.size))
        if version != codes.VERSION or size > MAX_PAYLOAD_BYTES:
            return self._refuse(codes.GENERAL_ERROR)
        payload = self._read(size)
        if code == codes.REGISTER:
            self._register(payload)
            return True
        client = self._database.client(client_id)
        if client is None:
            return self._refuse(codes.RECONNECT_REFUSED if code == codes.RECONNECT else codes.GENERAL_ERROR, client_id)
        self._handle(code, client, payload)
        return True

    def _handle(self, code: int, client: Client, payload: bytes) -> None:
        try:
            self._handlers[code](client, payload)
        except (KeyError, ValueError, Refused):
            self._send(codes.GENERAL_ERROR)

    def _register(self, payload: bytes) -> None:
        name = name_of(payload).decode("utf-8", "replace")
        client_id = uuid.uuid4().bytes
        try:
            self._database.add_client(client_id, name)
        except NameTaken:
            self._send(codes.NAME_TAKEN)
        else:
            self._send(codes.REGISTERED, client_id)

    def _take_public_key(self, client: Client, payload: bytes) -> None:
        public_key = payload[codes.NAME_BYTES:]
        if len(public_key) != codes.PUBLIC_KEY_BYTES:
            raise ValueError("not a public key")
        self._send(codes.AES_KEY, client.id + self._new_session(client.id, public_key))

    def _reconnect(self, client: Client, payload: bytes) -> None:
        if not client.public_key:
            self._send(codes.RECONNECT_REFUSED, client.id)
            return
        self._send(codes.RECONNECTED, client.id + self._new_session(client.id, client.public_key))

    def _new_session(self, client_id: bytes, public_key: bytes) -> bytes:
        aes_key = secrets.token_bytes(codes.AES_KEY_BYTES)
        sealed = keys.seal(public_key, aes_key)
        self._database.set_keys(client_id, public_key, aes_key)
        return sealed

    def _take_packet(self, client: Client, payload: bytes) -> None:
        packet = FilePacket.parse(payload)
        name = self._storage.checked_name(packet.file_name)
        encrypted = self._transfers.add(name, packet)
        if encrypted is not None:
            crc = self._storage.store(client, name, encrypted, packet.original_size)
            self._send(codes.CRC, CRC_ANSWER.pack(client.id, len(encrypted), packet.file_name, crc))

    def _confirm(self, client: Client, payload: bytes) -> None:
        self._storage.confirm(client, self._storage.checked_name(payload))
        self._send(codes.ACKNOWLEDGED, client.id)

    def _acknowledge(self, client: Client, payload: bytes) -> None:
        self._send(codes.ACKNOWLEDGED, client.id)

    def _refuse(self, code: int, client_id: bytes = b"") -> bool:
        self._send(code, client_id if code == codes.RECONNECT_REFUSED else b"")
        return False

    def _send(self, code: int, payload: bytes = b"") -> None:
        self._connection.sendall(RESPONSE_HEADER.pack(codes.VERSION, code, len(payload)) + payload)

    def _read(self, count: int) -> bytes:
        return read_exactly(self._connection.recv, count)
