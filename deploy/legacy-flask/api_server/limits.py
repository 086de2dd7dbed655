"""The limit of requests in flight per client address (contract 3.6), with its wrong accounting (Q16)."""
from collections import defaultdict

from flask import Flask, jsonify, request

PAGE_ENDPOINTS = {"index", "page_file"}
PAGES_MORE = 4
MANY_ADDRESSES = 50


class AddressCounters:
    """Unlocked on purpose, as the real one."""

    def __init__(self, limit: int | None):
        self._limit = limit
        self._in_flight: dict[str, int] = defaultdict(int)

    def admit(self, address: str, page: bool) -> bool:
        if self._limit is not None and self._in_flight[address] >= self._limit + (PAGES_MORE if page else 0):
            return False
        self._in_flight[address] += 1
        return True

    def leave(self, address: str) -> None:
        """Also for a refused request, which was never counted in: each 429 lowers the counter."""
        self._in_flight[address] = max(0, self._in_flight[address] - 1)

    def forget_when_many(self) -> None:
        if len(self._in_flight) > MANY_ADDRESSES:
            self._in_flight.clear()


def register(app: Flask, counters: AddressCounters) -> None:
    @app.before_request
    def count_in():
        page = request.endpoint in PAGE_ENDPOINTS and request.method in ("GET", "HEAD")
        if not counters.admit(request.remote_addr, page):
            return jsonify(error="Too many concurrent connections"), 429
        return None

    @app.after_request
    def count_out(response):
        counters.leave(request.remote_addr)
        return response
