"""GET /api/monitor_status."""
import time

from flask import Flask, jsonify

from api_server.monitor import MAX_WORKERS


def register(app: Flask, legacy) -> None:
    monitor = legacy.monitor

    @app.get("/api/monitor_status")
    def monitor_status():
        exists = monitor.directory.exists()
        sizes = [file.stat().st_size for file in monitor.directory.iterdir() if file.is_file()] if exists else []
        jobs = monitor.jobs()
        return jsonify(
            monitoring_active=monitor.running, observer_running=monitor.running, watchdog_available=True,
            watched_directory=str(monitor.directory), directory_exists=exists, total_files_in_directory=len(sizes),
            directory_size=sum(sizes), max_workers=MAX_WORKERS, active_jobs=len(jobs),
            jobs_info=[_listed(job) for job in jobs])


def _listed(job: dict) -> dict:
    shown = {name: job[name] for name in ("job_id", "filename", "status", "expected_size", "start_time")}
    return {**shown, "runtime": time.time() - job["start_time"]}
