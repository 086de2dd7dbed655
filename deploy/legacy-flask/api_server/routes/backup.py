"""POST /api/start_backup."""
import os
import tempfile
import time

from flask import Flask, jsonify, request
from werkzeug.exceptions import ClientDisconnected

from api_server.executor import Executor
from api_server.worker import Backup, start_worker


def register(app: Flask, legacy) -> None:
    @app.post("/api/start_backup")
    def start_backup():
        # Before the body is read; whatever goes wrong below leaves job and executor behind (Q6).
        job_id = legacy.jobs.create()
        legacy.executors[job_id] = Executor(legacy.options.client)
        try:
            return _start(legacy, job_id)
        except ClientDisconnected:
            raise
        except Exception as error:  # with Python's own text (Q12)
            legacy.status.update("ERROR", f"Backup start error: {error}")
            return jsonify(success=False, error=f"Backup start error: {error}"), 500


def _start(legacy, job_id: str):
    file = request.files.get("file")
    if file is None:
        return jsonify(success=False, error="No file uploaded"), 400
    if file.filename == "":
        return jsonify(success=False, error="No file selected"), 400
    legacy.performance.start(job_id)
    backup = _described(legacy, job_id, file)
    legacy.jobs.begin_backup(job_id, file.filename)
    start_worker(legacy, backup)
    return jsonify(success=True, job_id=job_id, filename=file.filename, username=backup.user,
                   message=f"Backup started for {file.filename}")


def _described(legacy, job_id: str, file) -> Backup:
    form, config = request.form, legacy.server_config
    upload = os.path.join(tempfile.mkdtemp(), f"upload_{time.time_ns() // 1000}_{file.filename}")
    file.save(upload)
    return Backup(
        job_id=job_id, file_name=file.filename, upload=upload,
        user=form.get("username") or config["username"],
        host=form.get("host") or form.get("server") or config["host"],
        port=int(form.get("port", config["port"]) or 1256))  # present but empty means 1256 (Q37)
