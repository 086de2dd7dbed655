"""Brings servers into the state that a recording names (`server_state`)."""
import contextlib
import os
import shutil
import socket

from tests import fixtures
from tests.catching_up import bad_json, reachable
from tests.http import Answer, get, multipart, post, post_json
from tests.processes import Installation
from tests.run import Run, wait_until

OTHER_FILES = {"job_lifecycle", "socketio", "end_to_end"}  # no single exchanges: see their own tests


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
    reachable(run)
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
    "API server after connect tests, backup server down": {"prepare": lambda run, _: bad_json(run)},
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
