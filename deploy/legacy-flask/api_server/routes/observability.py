"""GET /api/observability/health, /metrics and /system."""
import time

from flask import Flask, jsonify, request

DEFAULT_WINDOW_SECONDS = 300
HISTORY_LENGTH = 10
HIGH_PERCENT = 90
SHOWN_IN_HEALTH = ("active_connections", "cpu_percent", "disk_free_gb", "memory_percent")


def register(app: Flask, legacy) -> None:
    started = time.time()

    @app.get("/api/observability/health")
    def observability_health():
        answer = {"component": "api-server", "status": "healthy", "timestamp": time.time(),
                  "uptime_seconds": time.time() - started}
        sample = legacy.samples.latest()
        if sample is not None:
            answer["system"] = {name: sample[name] for name in SHOWN_IN_HEALTH}
            warnings = _warnings(sample)
            if warnings:
                answer.update(status="degraded", warnings=warnings)
        return jsonify(answer)

    @app.get("/api/observability/metrics")
    def observability_metrics():
        window = _window()
        legacy.metrics.add("metrics.reports.generated")
        return jsonify(metrics=legacy.metrics.summaries(window), window_seconds=window, timestamp=time.time())

    @app.get("/api/observability/system")
    def observability_system():
        history = legacy.samples.last(HISTORY_LENGTH)
        return jsonify(latest=legacy.samples.latest(), history=history, metrics_count=len(history),
                       window_seconds=_window(), timestamp=time.time())


def _window() -> int:
    return request.args.get("window", DEFAULT_WINDOW_SECONDS, type=int)


def _warnings(sample: dict) -> list[str]:
    names = {"High CPU usage": "cpu_percent", "High memory usage": "memory_percent"}
    return [text for text, name in names.items() if sample[name] > HIGH_PERCENT]
