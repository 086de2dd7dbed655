"""POST /api/connect and /api/disconnect."""
from flask import Flask, jsonify, request
from werkzeug.exceptions import ClientDisconnected

REQUIRED = ("host", "port", "username")


def register(app: Flask, legacy) -> None:
    @app.post("/api/connect")
    def connect():
        try:
            return _connect(legacy)
        except ClientDisconnected:
            raise
        except Exception as error:  # also 400 for bad JSON (Q11), and Python's own texts (Q12)
            legacy.connection_established = False
            legacy.status.update("ERROR", f"Connection error: {error}")
            return jsonify(success=False, error=f"Connection error: {error}"), 500

    @app.post("/api/disconnect")
    def disconnect():
        legacy.connection_established = False
        legacy.status.update("READY", "Disconnected from backup server")
        return jsonify(success=True, message="Disconnected successfully", connected=False)


def _connect(legacy):
    data = request.get_json() if request.is_json else request.form.to_dict()
    if not data:
        return jsonify(success=False, error="No configuration data provided"), 400
    if "server" in data:
        if "host" not in data:
            data["host"] = data["server"]
        del data["server"]
    missing = [name for name in REQUIRED if name not in data or not data[name]]
    if missing:
        return jsonify(success=False, error=f"Missing required fields: {', '.join(missing)}"), 400
    # Every key, unchecked, and kept also on failure (Q9).
    legacy.server_config.update(data)
    return _try_connection(legacy)


def _try_connection(legacy):
    config = legacy.server_config
    legacy.status.update("CONNECT", f"Testing connection to {config['host']}:{config['port']}...")
    legacy.connection_established = legacy.backup_server_is_reachable()
    if legacy.connection_established:
        legacy.status.update("READY", "Connected successfully. Ready for backup.")
        message = f"Connected to backup server at {config['host']}:{config['port']}"
    else:
        legacy.status.update("ERROR", "Connection test failed: Backup server not responding")
        message = "Connection failed: Backup server not responding"
    return jsonify(success=legacy.connection_established, connected=legacy.connection_established, message=message,
                   server_config=config)
