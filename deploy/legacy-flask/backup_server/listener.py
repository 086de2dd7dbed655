"""Accepts connections: a thread each, at most 50 at a time."""
import os
import socketserver
import threading

from backup_server.conversation import Conversation

MAX_CONNECTIONS = 50
TIMEOUT_SECONDS = 60


class Listener(socketserver.ThreadingTCPServer):
    # On Windows this option would let two servers share a port.
    allow_reuse_address = os.name != "nt"
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address, database, storage):
        self.database = database
        self.storage = storage
        self.places = threading.BoundedSemaphore(MAX_CONNECTIONS)
        super().__init__(address, _Handler)

    def handle_error(self, request, client_address):
        """A client that breaks off is no error of the server."""


class _Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        if not self.server.places.acquire(blocking=False):
            return
        try:
            self.request.settimeout(TIMEOUT_SECONDS)
            Conversation(self.request, self.server.database, self.server.storage).run()
        finally:
            self.server.places.release()
