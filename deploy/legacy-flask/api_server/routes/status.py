"""GET /api/status and the two health routes."""
import psutil
from flask import Flask, jsonify, request

from api_server.general_status import now_text

CPU_SAMPLE_SECONDS = 0.1


def register(app: Flask, legacy) -> None:
    @app.get("/api/status")
    def status():
        """A reachable backup server establishes the connection, here and in /api/connect only (Q17)."""
        if legacy.backup_server_is_reachable():
            legacy.connection_established = True
            connected = True
        else:
            connected = False
        job_id = request.args.get("job_id")
        if job_id in legacy.jobs:
            answer = legacy.jobs.snapshot(job_id)
            legacy.jobs.clear_events(job_id)
        else:
            answer = legacy.status.snapshot()
            answer["backing_up"] = False
        answer["connected"] = answer["isConnected"] = connected
        return jsonify(answer)

    @app.get("/health")
    @app.get("/api/health")
    def health():
        reachable = legacy.backup_server_is_reachable()
        backup_server = "running" if reachable else "not_running"
        return jsonify(
            status="healthy" if reachable else "degraded", api_server="running",
            backup_server=backup_server, backup_server_status=backup_server,
            system_metrics={
                "cpu_usage_percent": psutil.cpu_percent(interval=CPU_SAMPLE_SECONDS),
                "memory_usage_percent": psutil.virtual_memory().percent,
                "active_websocket_connections": legacy.sockets.count(),
                "active_backup_jobs": len(legacy.jobs),  # every job since the start (Q6)
            },
            timestamp=now_text(), uptime_info="API server responsive")
