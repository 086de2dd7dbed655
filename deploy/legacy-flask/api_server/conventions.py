"""What every Flask answer carries (contract 3)."""
from flask import Flask
from flask_cors import CORS


def register_cors(app: Flask) -> None:
    """First of all: Flask runs after_request functions backwards, so that the CORS headers come last."""
    CORS(app)


def register_headers(app: Flask) -> None:
    @app.after_request
    def promise_to_close(response):
        response.headers["Connection"] = "close"
        response.headers["Keep-Alive"] = "timeout=1, max=1"
        return response
