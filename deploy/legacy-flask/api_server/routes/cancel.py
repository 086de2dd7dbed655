"""Cancelling jobs: routes that exist only when the server is imported, not as a script (Q3)."""
import time

from flask import Flask, jsonify, request

FINISHED = {"COMPLETED", "FAILED", "ERROR", "CANCELLED"}


def register(app: Flask, legacy) -> None:
    @app.post("/api/cancel/<job_id>")
    def cancel(job_id):
        if job_id not in legacy.jobs:
            return jsonify(success=False, error=f"Unknown job_id={job_id}"), 404
        executor = legacy.executors.get(job_id)
        if executor is None:
            return jsonify(success=False, error="No executor associated with this job"), 400
        return jsonify(_cancel_one(legacy, job_id, executor, _reason()))

    @app.post("/api/cancel_all")
    def cancel_all():
        results, records = {}, {}
        for job_id, executor in list(legacy.executors.items()):
            results[job_id] = executor.cancel()
            if results[job_id]:
                legacy.jobs.cancel(job_id, ended=True)
            records[job_id] = legacy.jobs.snapshot(job_id)
        legacy.sockets.broadcast("jobs_cancelled", {"results": results, "jobs": records, "timestamp": time.time()})
        return jsonify(success=True, results=results, jobs=records)

    @app.get("/api/cancelable_jobs")
    def cancelable_jobs():
        records = [(job_id, legacy.jobs.snapshot(job_id)) for job_id in list(legacy.executors)]
        return jsonify(success=True, jobs=[_listed(job_id, record) for job_id, record in records
                                           if record["phase"] not in FINISHED])


def _cancel_one(legacy, job_id: str, executor, reason) -> dict:
    ended = executor.cancel()
    legacy.jobs.cancel(job_id, ended, reason)
    record = legacy.jobs.snapshot(job_id)
    phase, reason = ("CANCELLED" if ended else "CANCEL_REQUESTED"), record.get("cancel_reason")
    legacy.status.copy_job(record)
    legacy.sockets.broadcast("job_cancelled", {"job_id": job_id, "success": ended, "timestamp": time.time(),
                                               "phase": phase, "reason": reason})
    answer = {"success": ended, "job_id": job_id, "phase": phase}
    return {**answer, "reason": reason} if reason else answer


def _reason():
    body = request.get_json(silent=True)
    return body.get("reason") if isinstance(body, dict) else None


def _listed(job_id: str, record: dict) -> dict:
    progress = record["progress"]
    return {"job_id": job_id, "phase": record["phase"], "message": record["message"],
            "progress": progress["percentage"], "file": progress["current_file"]}
