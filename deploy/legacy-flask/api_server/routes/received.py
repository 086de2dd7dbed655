"""GET /api/received_files and /api/check_receipt/<filename>."""
import os
import time
from pathlib import Path

from flask import Flask, jsonify


def register(app: Flask, legacy) -> None:
    monitor = legacy.monitor

    @app.get("/api/received_files")
    def received_files():
        if not monitor.directory.exists():
            return jsonify(success=False, error=f"Monitored directory {monitor.directory} does not exist", files=[])
        files = [_described(monitor, monitor.directory / name) for name in os.listdir(monitor.directory)
                 if (monitor.directory / name).is_file()]
        files.sort(key=lambda file: file["timestamp"], reverse=True)
        return jsonify(success=True, directory=str(monitor.directory), files=files, total_files=len(files),
                       total_size=sum(file["size"] for file in files))

    @app.get("/api/check_receipt/<filename>")
    def check_receipt(filename):
        path = monitor.directory / filename  # also `..` and folders (Q22)
        try:
            if not path.exists():
                return jsonify(success=True, received=False, filename=filename,
                               error=f"File {filename} not found in {monitor.directory}")
            return jsonify(success=True, received=True, **{**_described(monitor, path), "filename": filename})
        except Exception as error:
            return jsonify(success=False, received=False, error=f"Error checking file receipt: {error}"), 500


def _described(monitor, path: Path) -> dict:
    facts = path.stat()
    answer = {"filename": path.name, "path": str(path), "size": facts.st_size, "timestamp": facts.st_mtime,
              "modified_time": time.ctime(facts.st_mtime), "verified": None}
    job = monitor.job_of(path.name)
    if job is not None:
        answer |= {name: job[name] for name in ("job_id", "status", "expected_size", "expected_hash")}
        answer["verified"] = job["status"] == "verified"
    return answer
