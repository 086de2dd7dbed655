"""Feeds the observability metrics with every request."""
import time

from flask import Flask, g

from api_server.metrics import Metrics


def register(app: Flask, metrics: Metrics) -> None:
    @app.before_request
    def begin():
        g.began = time.perf_counter()
        metrics.add("http.requests.total")

    @app.after_request
    def end(response):
        if "began" in g:  # absent when the connection limit refused the request
            metrics.add("http.request.duration", (time.perf_counter() - g.began) * 1000)
            metrics.add("http.responses.total")
        return response

    @app.teardown_request
    def count_error(error):
        if error is not None:
            metrics.add("http.errors.total")
