"""Whether an answer is the recorded one, but for what contract 14 calls volatile."""
import json
import re

from tests.http import Answer, recorded_body

VOLATILE_HEADERS = {"date", "server", "etag", "last-modified"}
TEXT_OR_NUMBER = r'("(?:[^"\\]|\\.)*"|-?[\d.eE+-]+)'
VOLATILE_KEYS = ("last_updated", "timestamp", "uptime_seconds", "elapsed_seconds", "last_update_age", "runtime",
                 "start_time", "modified_time", "lifetime", "cpu_usage_percent", "memory_usage_percent",
                 "cpu_percent", "memory_percent", "disk_free_gb", "active_connections",
                 "active_backup_jobs", "active_websocket_connections", "avg", "count", "latest", "max", "min", "sum")
MASKS = [(re.compile(rf'"({"|".join(VOLATILE_KEYS)})":{TEXT_OR_NUMBER}'), r'"\1":<volatile>'),
         (re.compile(r'("component":"api-server","status"):"(?:healthy|degraded)"'), r"\1:<volatile>"),
         (re.compile(r',"warnings":\[[^]]*\]'), ""),
         (re.compile(r"job_\d{16}"), "<job>"),
         (re.compile(r"upload_\d{16}_"), "upload_<time>_"),
         (re.compile(r'\b(?:tmp)[a-z0-9_]{8}\b'), "<temp>"),
         (re.compile(r'"sid":"[\w-]{20}"'), '"sid":"<sid>"')]
# Their entries are what all requests before left behind, many of which are not recorded.
HISTORIES = {"only leaked executors", "after cancel_all", "after backups: monitor jobs never end"}
DIRECTORY_FACTS = re.compile(r'("path":"[^"]*received_files(?:/\.\.)?",.*?"size":)\d+')


class Comparison:
    """`places` turns what stands for the recording's folders and ports into those of this run."""

    def __init__(self, places: dict[str, str]):
        self._places = places

    def differences(self, case: dict, answer: Answer) -> list[str]:
        recorded, found = case["response"], []
        if (recorded["status"], recorded["reason"] or "", recorded["http_version"]) != (
                answer.status, answer.reason, answer.version):
            found.append(f"status line: {recorded['status']} {recorded['reason']} / {answer.status} {answer.reason}")
        if case["name"] in HISTORIES:
            return found + self._entries(recorded, answer)
        return found + self._headers(recorded, answer) + self._body(recorded, answer)

    def _entries(self, recorded: dict, answer: Answer) -> list[str]:
        theirs, ours = _shape(recorded["body"]), _shape(answer.json())
        return [] if ours == theirs else [f"shape: {theirs} / {ours}"]

    def _headers(self, recorded: dict, answer: Answer) -> list[str]:
        ours, theirs = _normalised(answer.headers), _normalised(recorded["headers"])
        text = _text(recorded)
        if "body_length" in recorded or self.masked(self._moved(text)) != text:
            ours, theirs = _without_size(ours), _without_size(theirs)
        return [] if ours == theirs else [f"headers: {[h for h in theirs if h not in ours]} / "
                                          f"{[h for h in ours if h not in theirs]} (order counts)"]

    def _body(self, recorded: dict, answer: Answer) -> list[str]:
        size = answer.header("Content-Length")
        if size is not None and answer.body and int(size) != len(answer.body):
            return [f"Content-Length {size}, but {len(answer.body)} bytes"]
        if "body_length" in recorded:  # a file, which is not ours
            return [] if bool(recorded["body_length"]) == bool(answer.body) else ["file body present or not"]
        theirs, ours = self.masked(self._moved(_text(recorded))), self.masked(answer.body.decode("utf-8", "replace"))
        return [] if ours == theirs else [f"body: {theirs!r} / {ours!r}"]

    def masked(self, text: str) -> str:
        for pattern, replacement in MASKS:
            text = pattern.sub(replacement, text)
        return DIRECTORY_FACTS.sub(r"\1<size>", text)

    def _moved(self, text: str) -> str:
        for there, here in self._places.items():
            text = text.replace(there, here)
        return text


def _shape(value):
    """The names and types in it; all entries of a list, or under job ids, are one."""
    if isinstance(value, list):
        return [_merged(value)]
    if isinstance(value, dict) and all(key.startswith("job_") for key in value):
        return {"<job>": _merged(list(value.values()))}
    return {key: _shape(item) for key, item in value.items()} if isinstance(value, dict) else type(value).__name__


def _merged(values: list):
    shapes = [_shape({key: item for key, item in value.items() if key != "cancel_reason"})
              if isinstance(value, dict) else _shape(value) for value in values]
    return shapes[0] if shapes and all(shape == shapes[0] for shape in shapes) else shapes


def _text(recorded: dict) -> str:
    if "body_raw" in recorded:
        return recorded["body_raw"]
    body = recorded.get("body")
    if isinstance(body, (list, dict)) and "base64" not in body:
        return json.dumps(body)
    return recorded_body(body).decode("utf-8", "replace")


def _normalised(headers) -> list[tuple[str, str]]:
    result = []
    for name, value in headers:
        if name.lower() in VOLATILE_HEADERS:
            value = "<volatile>"
        elif name == "Allow":
            value = ", ".join(sorted(value.split(", ")))
        result.append((name, value))
    return result


def _without_size(headers) -> list[tuple[str, str]]:
    return [(name, re.sub(r"\d+(?=/|$)|/\d+", "n", value) if name in ("Content-Length", "Content-Range") else value)
            for name, value in headers]
