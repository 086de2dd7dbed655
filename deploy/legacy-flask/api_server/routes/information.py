"""GET /api/server_info and /api/server/connection_health."""
from flask import Flask, jsonify


def register(app: Flask, legacy) -> None:
    @app.get("/api/server_info")
    def server_info():
        # Constants of the real server, whatever it listens on (Q28).
        return jsonify(success=True, server={
            "name": "CyberBackup API Server", "version": "3.0", "status": "running", "uptime": "N/A",
            "port": 9090, "backup_server_port": legacy.options.backup_port})

    @app.get("/api/server/connection_health")
    def connection_health():
        return jsonify(success=True, connections={})
