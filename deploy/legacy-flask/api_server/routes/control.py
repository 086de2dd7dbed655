"""POST /api/test, and stop, pause and resume, which do nothing (Q27)."""
from flask import Flask, jsonify

MESSAGES = {
    "test": "POST test successful",
    "stop": "Stop command sent (note: C++ client handles connection lifecycle independently)",
    "pause": "Pause command acknowledged (note: C++ client handles transfers atomically)",
    "resume": "Resume command acknowledged",
}


def register(app: Flask, legacy) -> None:
    for name, message in MESSAGES.items():
        app.add_url_rule(f"/api/{name}", name, _answering(message), methods=["POST"])


def _answering(message: str):
    return lambda: jsonify(success=True, message=message)
