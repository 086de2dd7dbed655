"""A small stand-in for the package of this name, which Debian does not have.

python-engineio's threading mode imports `Server` and `ConnectionClosed` from here; nothing else is offered.
"""
from .errors import ConnectionClosed
from .server import Server

__all__ = ["ConnectionClosed", "Server"]
