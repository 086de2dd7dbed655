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


def checksum_rate(text: str):
    """'off' or 0.1 to 100000 megabytes a second."""
    if text == "off":
        return None
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.1 <= value <= 100_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not 'off' or a number from 0.1 to 100000")
    return value


def _integer(text: str, low: int, high: int) -> int:
    try:
        value = int(text)
    except ValueError:
        value = None
    if value is None or not low <= value <= high:
        raise argparse.ArgumentTypeError(f"{text!r} is not an integer from {low} to {high}")
    return value
