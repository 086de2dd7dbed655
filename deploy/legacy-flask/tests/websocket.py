"""A WebSocket client for the tests, over wsproto: text frames in and out, raw answers when refused."""
import json
import socket

from wsproto import ConnectionType, WSConnection
from wsproto.connection import ConnectionState
from wsproto.events import AcceptConnection, BytesMessage, CloseConnection, Ping, RejectConnection, Request, TextMessage
from wsproto.extensions import PerMessageDeflate

OPEN = "/socket.io/?EIO=4&transport=websocket"


class WebSocket:
    """After construction: `status` and `headers` of the handshake."""

    def __init__(self, port: int, target: str = OPEN, origin: str | None = None, deflate: bool = True):
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._protocol = WSConnection(ConnectionType.CLIENT)
        self._texts: list[str] = []
        self.status, self.headers, self.closed = 0, [], False
        self.close_code: int | None = None  # 1002: what came was no WebSocket frame
        extra = [(b"Origin", origin.encode())] if origin else []
        extensions = [PerMessageDeflate()] if deflate else []
        self._send(Request(host="127.0.0.1:9090", target=target, extra_headers=extra, extensions=extensions))
        while not self.status:
            self._read(10)

    def send(self, text: str) -> None:
        self._send(TextMessage(text))

    def send_bytes(self, data: bytes) -> None:
        self._send(BytesMessage(data))

    def receive(self, seconds: float = 10) -> str:
        """The next text. Raises TimeoutError, or EOFError when closed."""
        while not self._texts:
            if self.closed:
                raise EOFError
            self._read(seconds)
        return self._texts.pop(0)

    def receive_json(self, seconds: float = 10):
        return json.loads(self.receive(seconds).lstrip("0123456789"))

    def close(self) -> None:
        if self._protocol.state is ConnectionState.OPEN:
            self._send(CloseConnection(1000))
        self._socket.close()

    def _send(self, event) -> None:
        self._socket.sendall(self._protocol.send(event))

    def _read(self, seconds: float) -> None:
        self._socket.settimeout(seconds)
        try:
            data = self._socket.recv(65536)
        except ConnectionError:
            data = b""
        self._protocol.receive_data(data or None)
        for event in self._protocol.events():
            self._take(event)
        self.closed = self.closed or not data

    def _take(self, event) -> None:
        if isinstance(event, AcceptConnection):
            self.status = 101
            self.headers = event.extra_headers
            self.deflate = bool(event.extensions)
        elif isinstance(event, RejectConnection):
            self.status = event.status_code
        elif isinstance(event, TextMessage):
            self._texts.append(event.data)
        elif isinstance(event, Ping):
            self._send(event.response())
        elif isinstance(event, CloseConnection):
            self.closed, self.close_code = True, event.code
