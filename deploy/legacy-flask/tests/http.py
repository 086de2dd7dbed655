"""Requests and answers byte by byte: no library in between that would tidy them up."""
import base64
import json
import socket
from dataclasses import dataclass

TIMEOUT_SECONDS = 20


@dataclass(frozen=True)
class Answer:
    status: int | None
    reason: str
    version: str | None
    headers: list[tuple[str, str]]
    body: bytes

    def json(self):
        return json.loads(self.body)

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


def exchange(port: int, data: bytes, half_close: bool = False) -> bytes:
    """Everything the server says until it closes."""
    with socket.create_connection(("127.0.0.1", port), TIMEOUT_SECONDS) as connection:
        connection.settimeout(TIMEOUT_SECONDS)
        parts = []
        try:
            connection.sendall(data)
            if half_close:
                connection.shutdown(socket.SHUT_WR)
            while part := connection.recv(65536):
                parts.append(part)
        except ConnectionError:  # a refused upload is closed with its rest unread
            pass
        return b"".join(parts)


def request(port: int, method: str, path: str, headers=(), body: bytes = b"", version: str = "HTTP/1.1",
            half_close: bool = False) -> Answer:
    lines = [f"{method} {path} {version}".rstrip(), *(f"{name}: {value}" for name, value in headers), "", ""]
    return parse(exchange(port, "\r\n".join(lines).encode("latin-1") + body, half_close))


def get(port: int, path: str) -> Answer:
    return request(port, "GET", path, [("Host", "127.0.0.1:9090")])


def post_json(port: int, path: str, value) -> Answer:
    return post(port, path, "application/json", json.dumps(value).encode())


def post(port: int, path: str, content_type: str = "", body: bytes = b"") -> Answer:
    headers = [("Host", "127.0.0.1:9090"), ("Content-Type", content_type), ("Content-Length", len(body))]
    return request(port, "POST", path, [header for header in headers if header[1] != ""], body)


def multipart(file_name: str, content: bytes, **fields: str) -> tuple[str, bytes]:
    """Content type and body of an upload."""
    boundary, parts = "----boundary", []
    parts.append(f'Content-Disposition: form-data; name="file"; filename="{file_name}"\r\n\r\n'.encode() + content)
    for name, value in fields.items():
        parts.append(f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode())
    body = b"".join(f"--{boundary}\r\n".encode() + part + b"\r\n" for part in parts) + f"--{boundary}--\r\n".encode()
    return f"multipart/form-data; boundary={boundary}", body


def parse(data: bytes) -> Answer:
    while data.startswith(b"HTTP/1.1 100 "):
        data = data.partition(b"\r\n\r\n")[2]
    if not data.startswith(b"HTTP/"):
        return Answer(None, "", None, [], data)
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    version, status, reason = first.split(" ", 2)
    headers = [tuple(line.split(": ", 1)) if ": " in line else (line.rstrip(":"), "") for line in lines]
    return Answer(int(status), reason, version, headers, body)


def recorded_body(body) -> bytes:
    """A body as the recordings write it down: nothing, text, or base64."""
    if body is None:
        return b""
    if isinstance(body, dict):
        return base64.b64decode(body["base64"])
    return body.encode("utf-8")
