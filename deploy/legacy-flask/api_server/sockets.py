"""Socket.IO: who is known, the two events, the broadcasts (contract 9)."""
import time

from flask import request
from flask_socketio import SocketIO, emit

MAX_CLIENTS = 10
ENOUGH_CLIENTS = 5
MAX_MESSAGE_BYTES = 1024 * 1024


class Sockets:
    def __init__(self, legacy):
        self._legacy = legacy
        self._known: set[str] = set()
        self._origins: list[str] = []
        self._io = SocketIO(async_mode="threading", cors_allowed_origins=self._origins, ping_interval=10,
                            ping_timeout=20, max_http_buffer_size=MAX_MESSAGE_BYTES)
        self._io.on("connect")(self._connect)
        self._io.on("disconnect")(self._disconnect)
        self._io.on("ping")(lambda: emit("pong", {"timestamp": time.time()}))
        self._io.on("request_status")(self._request_status)

    def attach(self, app) -> None:
        # Engine.IO reads an empty list as "any origin", and init_app hands our list on as it is now:
        # it is filled before the first request can arrive.
        self._io.init_app(app)

    def accept_origins_of(self, port: int) -> None:
        self._origins += [f"http://localhost:{port}", f"http://127.0.0.1:{port}"]

    def count(self) -> int:
        return len(self._known)

    def forget_a_quarter(self) -> None:
        """They stay connected and are only no longer counted (Q20)."""
        if len(self._known) > ENOUGH_CLIENTS:
            for known in list(self._known)[:len(self._known) // 4]:
                self._known.discard(known)

    def broadcast(self, event: str, payload: dict) -> None:
        if self._known:
            self._io.emit(event, payload)

    def _connect(self, auth=None):
        if len(self._known) >= MAX_CLIENTS:
            return False
        self._known.add(request.sid)
        # Sent before the connect acknowledgement (Q19); reachability alone, without the flag (Q18).
        emit("status", {
            "connected": self._legacy.backup_server_is_reachable(), "server_running": True, "timestamp": time.time(),
            "message": "WebSocket connected - real-time updates enabled",
        })
        return None

    def _disconnect(self):
        self._known.discard(request.sid)

    def _request_status(self, data):
        job_id = data.get("job_id") if data else None
        known = job_id in self._legacy.jobs
        status = self._legacy.jobs.snapshot(job_id) if known else dict(self._legacy.status.last_known)
        connected = self._legacy.backup_server_is_reachable() and self._legacy.connection_established
        status["connected"] = status["isConnected"] = connected
        emit("status_response", {"status": status, "job_id": job_id, "timestamp": time.time()})
