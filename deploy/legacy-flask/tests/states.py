"""Brings servers into the state that a recording names (`server_state`)."""
import contextlib
import os
import re
import shutil
import socket
import time

from tests import fixtures
from tests.http import Answer, get, multipart, post, post_json
from tests.processes import Installation, four_digit_port

OTHER_FILES = {"job_lifecycle", "socketio", "end_to_end"}  # no single exchanges: see their own tests
ETAG = re.compile(r'"1763077997\.0-\d+-\d+"')
WAIT_SECONDS = 20


class Run:
    """One installation while the cases of one state are replayed on it."""

    def __init__(self, installation: Installation):
        self.installation = installation
        self.port = installation.api.port
        self.silent_port = four_digit_port()
        self._here = {"1256": str(installation.backup_port), "1301": str(self.silent_port),
                      "/opt/fixture/client/marker.txt": str(fixtures.marker(installation.root))}
        self._etag = ""

    def places(self) -> dict[str, str]:
        return {"/opt/cyberbackup": str(self.installation.root), "/var/tmp/legacy": str(self.installation.temp),
                **self._here}

    def know_job(self, recorded: str, ours: str) -> None:
        self._here[recorded] = ours

    def moved_to_run(self, text):
        for there, here in self._here.items():
            text = text.replace(*((there.encode(), here.encode()) if isinstance(text, bytes) else (there, here)))
        return ETAG.sub(self._etag, text) if isinstance(text, str) else text

    def before(self, case: dict) -> str:
        """Anything this one case needs; what was done, for the report."""
        if any(ETAG.search(value) for _, value in case["request"]["headers"]):
            self._etag = get(self.port, case["request"]["path"]).header("ETag")
            return "with our own ETag"
        return ""

    def saw(self, case: dict, answer: Answer) -> None:
        pass

    def compare_final(self, recorded: dict) -> list[str]:
        """The job started last, once it is over."""
        job = self.wait_for(self.last_job(), lambda job: not job["backing_up"])
        keys = ("phase", "message", "backing_up", "connected", "isConnected", "progress", "events", "status")
        return [f"final {key}: {recorded[key]!r} / {job[key]!r}" for key in keys if recorded[key] != job[key]]

    def last_job(self) -> str:
        return next(iter(sorted(get(self.port, "/api/perf").json()["jobs"], reverse=True)))

    def job(self, job_id: str) -> dict:
        return get(self.port, f"/api/status?job_id={job_id}").json()

    def wait_for(self, job_id: str, condition) -> dict:
        return wait_until(lambda: self.job(job_id), condition)

    def back_up(self, file_name: str, content: bytes = b"x", **fields) -> Answer:
        return post(self.port, "/api/start_backup", *multipart(file_name, content, **fields))


def wait_until(read, condition):
    end = time.monotonic() + WAIT_SECONDS
    while not condition(value := read()):
        if time.monotonic() > end:
            raise AssertionError(f"waited {WAIT_SECONDS} s for a state that did not come; last: {value}")
        time.sleep(0.05)
    return value


def drive_to(run: Run, case: dict) -> bool:
    """Cases in between are not in the recordings: makes up for the general status and the extra keys of server_config
    that they left behind. True if there was something to make up for."""
    body = case["response"].get("body")
    if not isinstance(body, dict):
        return False
    if "server_config" in body and "Alpha" in body["server_config"]:
        extra = {key: body["server_config"][key] for key in ("Alpha", "zeta")}
        post_json(run.port, "/api/connect", {"host": "127.0.0.1", "port": 1, "username": "u", **extra})
        return True
    if body.get("username") == "again":  # a name that an earlier backup has used up
        _reachable(run)
        job = run.back_up("gui.txt").json()["job_id"]
        run.wait_for(job, lambda job: not job["backing_up"])
        return True
    if "cancel_reason" in body:
        recorded = case["request"]["path"].partition("=")[2]
        post_json(run.port, f"/api/cancel/{run.moved_to_run(recorded)}", {"reason": body["cancel_reason"]})
        return True
    if body.get("backup_server") == "not_running" and run.installation.backup is not None:
        _unreachable(run)
        return True
    driver = DRIVERS.get(body.get("message", "")[:26]) if "phase" in body and "progress" not in body else None
    if driver is not None:
        driver(run)
    return driver is not None


def _bad_json(run: Run) -> None:
    post(run.port, "/api/connect", "application/json", b"{")


def _unreachable(run: Run) -> None:
    post_json(run.port, "/api/connect", {"host": "127.0.0.1", "port": 1, "username": "u"})


def _reachable(run: Run) -> None:
    post_json(run.port, "/api/connect",
              {"host": "127.0.0.1", "port": run.installation.backup_port, "username": "again"})


def _failed_backup(run: Run) -> None:
    job = run.back_up("x.txt", b"").json()["job_id"]
    run.wait_for(job, lambda job: not job["backing_up"])
    wait_until(lambda: get(run.port, "/api/status").json(), lambda status: status["message"].startswith("Ready for new"))


DRIVERS = {"Connection error: 400 Bad ": _bad_json, "Connection test failed: Ba": _unreachable,
           "Disconnected from backup s": lambda run: post(run.port, "/api/disconnect"),
           "Ready for new backup.": _failed_backup, "Connected successfully. Re": _reachable,
           "Backup start error: invali": lambda run: run.back_up("x.txt", port="abc")}


@contextlib.contextmanager
def _running(*arguments, prepare=None, run_type=None, backup=False, **environment):
    with Installation(backup, *arguments, **environment) as installation:
        fixtures.date_files(installation.root)
        run = (run_type or Run)(installation)
        with contextlib.ExitStack() as stack:
            if prepare is not None:
                prepare(run, stack)
            yield run


def _fixture_files(run: Run, _) -> None:
    fixtures.received_files(run.installation.root)


def _without_received_files(run: Run, _) -> None:
    shutil.rmtree(run.installation.root / "received_files")


def _port_abc(run: Run, _) -> None:
    post_json(run.port, "/api/connect", {"host": "127.0.0.1", "port": "abc", "username": "u"})


def _many_backups(run: Run, _) -> None:
    _reachable(run)
    run.know_job("job_1795382155911488", run.back_up("hello.txt", b"hello world", username="rec1").json()["job_id"])
    run.wait_for(run.last_job(), lambda job: not job["backing_up"])
    wait_until(lambda: get(run.port, "/api/cancelable_jobs").json()["jobs"], lambda jobs: not jobs)
    run.back_up("dir/x.txt")
    run.back_up("../../evil.txt")
    post(run.port, "/api/start_backup")
    leaked = [job["job_id"] for job in get(run.port, "/api/cancelable_jobs").json()["jobs"]]
    for recorded, ours in zip(("job_1795382167800609", "job_1795382167805306", "job_1795382171085418"), leaked):
        run.know_job(recorded, ours)


def _system_sample(run: Run, _) -> None:
    wait_until(lambda: get(run.port, "/api/observability/health").json(), lambda health: "system" in health)


def _unfinished_upload(run: Run, stack) -> None:
    _hang_upload(run, stack)
    job = get(run.port, "/api/cancelable_jobs").json()["jobs"][0]["job_id"]
    run.know_job("job_1795382191482124", job)


def _twelve_uploads(run: Run, stack) -> None:
    for _ in range(12):
        _hang_upload(run, stack)
    run.hang_one_more = lambda: _hang_upload(run, stack)


def _hang_upload(run: Run, stack) -> None:
    """Half a multipart body. It is counted in once its executor's folder is there."""
    folders = len(os.listdir(run.installation.temp))
    connection = stack.enter_context(socket.create_connection(("127.0.0.1", run.port)))
    content_type, body = multipart("slow.txt", b"x" * 100)
    connection.sendall(f"POST /api/start_backup HTTP/1.1\r\nHost: x\r\nContent-Type: {content_type}\r\n"
                       f"Content-Length: {len(body)}\r\n\r\n".encode() + body[:len(body) // 2])
    wait_until(lambda: len(os.listdir(run.installation.temp)), lambda count: count > folders)


class _LimitRun(Run):
    def saw(self, case: dict, answer: Answer) -> None:
        if answer.status == 429:  # each one lowers the counter
            self.hang_one_more()


def _silent_host(run: Run, stack) -> None:
    """A listener whose queue is full, so that a connect gets no answer."""
    listener = stack.enter_context(socket.socket())
    listener.bind(("127.0.0.1", run.silent_port))
    listener.listen(0)
    for _ in range(4):
        waiting = stack.enter_context(socket.socket())
        waiting.setblocking(False)
        waiting.connect_ex(("127.0.0.1", run.silent_port))


def _backup_server_came_up(run: Run, _) -> None:
    run.installation.start_backup_server()


def _backup_server_went_down(run: Run, _) -> None:
    run.installation.start_backup_server()
    get(run.port, "/api/status")
    run.installation.stop_backup_server()


def _time_zone(run: Run, _) -> None:
    fixtures.write(run.installation.root / "received_files" / "tz.txt", b"x", 1700000000)


PREPARATIONS = {
    "fresh API server (runner), backup server down": {},
    "API server (runner), backup server down": {},
    "runner, backup server down": {"prepare": lambda run, stack: _slow_and_vanished(run, stack)},
    "API server after connect tests, backup server down": {"prepare": lambda run, _: _bad_json(run)},
    "fresh API server (runner), backup server up": {"backup": True},
    "fresh runner, backup server down, CWD = app root": {"prepare": _silent_host},
    "API server (runner) after many backups, backup server up": {"backup": True, "prepare": _many_backups},
    "API server (runner), received_files holds fixture files (a.txt, b.txt, unicode, subdir/, links...)":
        {"prepare": _fixture_files},
    "API server (runner), received_files directory removed while running": {"prepare": _without_received_files},
    "API server (runner), monitor not started": {"arguments": ["--no-monitor"]},
    "runner with --psutil6 (the system monitor works as with psutil >= 6)":
        {"arguments": ["--system-samples"], "prepare": _system_sample},
    "legacy run as a script (api_server/cyberbackup_api_server.py), backup server down":
        {"arguments": ["--script-mode"]},
    "API server whose server_config.port was set to 'abc' by /api/connect, backup server down":
        {"prepare": _port_abc},
    "API server (runner), an upload in progress (half a multipart body sent)": {"prepare": _unfinished_upload},
    "TZ=Asia/Tokyo, BACKUP_SERVER_HOST=localhost": {"TZ": "Asia/Tokyo", "prepare": _time_zone},
    "runner on port 9191 with BACKUP_SERVER_PORT=2000": {"arguments": ["--api-port", "9191"]},
    "same server, backup server up now": {"prepare": _backup_server_came_up},
    "same server, backup server down again": {"prepare": _backup_server_went_down},
}


def _slow_and_vanished(run: Run, stack) -> None:
    """One upload that ended although it had been cancelled, and one whose client went away."""
    silent = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
    job = run.back_up("slow.txt", username="slow", port=str(silent.getsockname()[1])).json()["job_id"]
    run.know_job("job_1795382819792211", job)
    with contextlib.ExitStack() as vanishing:
        _hang_upload(run, vanishing)


def preparation_for(state: str | None):
    if state is not None and "in flight" in state:
        return lambda: _running(prepare=_twelve_uploads, run_type=_LimitRun)
    if state not in PREPARATIONS:
        return None
    wanted = dict(PREPARATIONS[state])
    arguments = wanted.pop("arguments", [])
    return lambda: _running(*arguments, **wanted)
