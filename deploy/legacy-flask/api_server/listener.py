"""Werkzeug's development server, served by a thread of ours so that it can be stopped."""
import contextlib
import threading

from werkzeug.serving import WSGIRequestHandler, make_server


class Handler(WSGIRequestHandler):
    """Its log has no queries: these may hold secrets."""

    def log_request(self, code="-", size="-"):
        asked = self.__dict__.get("path")
        if asked is not None:
            self.path = asked.split("?", 1)[0]
        super().log_request(code, size)
        if asked is not None:
            self.path = asked


class Listener:
    """Bound and listening once constructed."""

    def __init__(self, host: str, port: int, app):
        self._server = make_server(host, port, app, threaded=True, request_handler=Handler)
        self.port: int = self._server.port

    @contextlib.contextmanager
    def serving(self):
        thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), name="http", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._server.shutdown()
            thread.join()
