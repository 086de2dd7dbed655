"""The server end of one WebSocket, over the socket that Werkzeug's development server hands out."""
import threading

from wsproto import ConnectionType, WSConnection
from wsproto.events import (AcceptConnection, BytesMessage, CloseConnection, Ping, Request, TextMessage)
from wsproto.extensions import PerMessageDeflate
from wsproto.utilities import LocalProtocolError, RemoteProtocolError

from .errors import ConnectionClosed

RECEIVE_BYTES = 65536


class Server:
    """Completes the upgrade on construction. One thread may receive while others send."""

    def __init__(self, environ: dict):
        self._socket = environ["werkzeug.socket"]
        self._protocol = WSConnection(ConnectionType.SERVER)
        self._sending = threading.Lock()
        self._messages: list = []
        self._parts: list = []
        self.connected = True
        self._protocol.initiate_upgrade_connection(_headers(environ), environ.get("RAW_URI", "/").encode("latin-1"))
        self._drain()

    def receive(self):
        """The next message: text or bytes. Raises ConnectionClosed at the end."""
        while not self._messages:
            if not self.connected:
                raise ConnectionClosed()
            self._read()
        return self._messages.pop(0)

    def send(self, message) -> None:
        event = BytesMessage(bytes(message)) if isinstance(message, (bytes, bytearray)) else TextMessage(str(message))
        self._write(event)

    def close(self, code: int = 1000, reason: str | None = None) -> None:
        self._write(CloseConnection(code, reason))
        self.connected = False

    def _read(self) -> None:
        try:
            data = self._socket.recv(RECEIVE_BYTES)
        except OSError as error:
            self.connected = False
            raise ConnectionClosed() from error
        try:
            self._protocol.receive_data(data or None)
            self._drain()
        except RemoteProtocolError as error:
            self._write(error.event_hint or CloseConnection(1002))
            self.connected = False

    def _drain(self) -> None:
        for event in self._protocol.events():
            self._handle(event)

    def _handle(self, event) -> None:
        if isinstance(event, Request):
            self._write(AcceptConnection(extensions=[PerMessageDeflate()]))
        elif isinstance(event, (TextMessage, BytesMessage)):
            self._parts.append(event.data)
            if event.message_finished:
                self._messages.append(type(event.data)().join(self._parts))
                self._parts = []
        elif isinstance(event, Ping):
            self._write(event.response())
        elif isinstance(event, CloseConnection):
            self.connected = False
            if event.code != 1006:
                self._write(event.response())

    def _write(self, event) -> None:
        with self._sending:
            try:
                self._socket.sendall(self._protocol.send(event))
            except (OSError, LocalProtocolError) as error:
                self.connected = False
                raise ConnectionClosed() from error


def _headers(environ: dict) -> list:
    names = [(name[5:].replace("_", "-").title(), value) for name, value in environ.items() if name.startswith("HTTP_")]
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in names]
