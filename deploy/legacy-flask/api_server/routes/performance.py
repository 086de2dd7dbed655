"""GET /api/perf: routes that exist only when the server is imported, not as a script (Q3)."""
from flask import Flask, jsonify


def register(app: Flask, legacy) -> None:
    @app.get("/api/perf")
    def perf():
        return jsonify(success=True, jobs=legacy.performance.records())

    @app.get("/api/perf/<job_id>")
    def perf_of_job(job_id):
        record = legacy.performance.record(job_id)
        if record is None:
            return jsonify(success=False, error=f"No performance data for job_id={job_id}"), 404
        return jsonify(success=True, job=record)
