"""Why a backup cannot go on; the text is the line on stderr, after `[ERROR] `."""


class Failure(Exception):
    """An expected end with exit code 1."""

    def __init__(self, category: str | None, text: str):
        super().__init__(f"[{category}] {text}" if category else text)


class Interrupted(Exception):
    """A signal arrived while waiting for the server."""
