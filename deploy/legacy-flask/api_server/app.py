"""The Flask application: conventions, limits, routes, sockets."""
from flask import Flask

from api_server import conventions, limits, measuring
from api_server.legacy import Legacy
from api_server.routes import (backup, cancel, connection, control, information, monitor, observability, pages,
                           performance, received, status)


def create_app(legacy: Legacy) -> Flask:
    app = Flask(__name__)
    conventions.register_cors(app)
    conventions.register_headers(app)
    limits.register(app, legacy.counters)
    measuring.register(app, legacy.metrics)
    for area in (pages, status, information, connection, backup, control, received, monitor, observability):
        area.register(app, legacy)
    if not legacy.options.script_mode:
        performance.register(app, legacy)
        cancel.register(app, legacy)
    legacy.sockets.attach(app)
    return app
