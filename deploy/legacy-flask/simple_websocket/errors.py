"""What a caller of `Server` has to expect."""


class ConnectionClosed(Exception):
    """The peer closed the WebSocket, or its socket is gone."""

    def __init__(self, code: int = 1006, reason: str | None = None):
        super().__init__(f"WebSocket closed: {code} {reason or ''}".rstrip())
        self.code = code
        self.reason = reason
