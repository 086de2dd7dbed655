"""Argument types with a checked range."""
import argparse


def port(text: str) -> int:
    """0 (any free port) to 65535."""
    return _integer(text, 0, 65535)


def remote_port(text: str) -> int:
    return _integer(text, 1, 65535)


def connection_limit(text: str):
    """'off' or 1 to 100000 requests in flight per client address."""
    return None if text == "off" else _integer(text, 1, 100_000)


def _integer(text: str, low: int, high: int) -> int:
    try:
        value = int(text)
    except ValueError:
        value = None
    if value is None or not low <= value <= high:
        raise argparse.ArgumentTypeError(f"{text!r} is not an integer from {low} to {high}")
    return value
