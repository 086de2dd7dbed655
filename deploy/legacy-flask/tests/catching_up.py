"""Cases in between are not in the recordings: what they left behind is made up for here."""
from tests.http import get, post, post_json
from tests.run import Run, wait_until


def drive_to(run: Run, case: dict) -> bool:
    """Into the general status, the server_config, the job that the case shows. False if it shows no such thing."""
    body = case["response"].get("body")
    if not isinstance(body, dict):
        return False
    if "server_config" in body and "Alpha" in body["server_config"]:
        extra = {key: body["server_config"][key] for key in ("Alpha", "zeta")}
        post_json(run.port, "/api/connect", {"host": "127.0.0.1", "port": 1, "username": "u", **extra})
        return True
    if body.get("username") == "again":  # a name that an earlier backup has used up
        reachable(run)
        job = run.back_up("gui.txt").json()["job_id"]
        run.wait_for(job, lambda job: not job["backing_up"])
        return True
    if "cancel_reason" in body:
        recorded = case["request"]["path"].partition("=")[2]
        post_json(run.port, f"/api/cancel/{run.moved_to_run(recorded)}", {"reason": body["cancel_reason"]})
        return True
    if body.get("backup_server") == "not_running" and run.installation.backup is not None:
        unreachable(run)
        return True
    driver = DRIVERS.get(body.get("message", "")[:26]) if "phase" in body and "progress" not in body else None
    if driver is not None:
        driver(run)
    return driver is not None


def bad_json(run: Run) -> None:
    post(run.port, "/api/connect", "application/json", b"{")


def unreachable(run: Run) -> None:
    post_json(run.port, "/api/connect", {"host": "127.0.0.1", "port": 1, "username": "u"})


def reachable(run: Run) -> None:
    post_json(run.port, "/api/connect",
              {"host": "127.0.0.1", "port": run.installation.backup_port, "username": "again"})


def _failed_backup(run: Run) -> None:
    job = run.back_up("x.txt", b"").json()["job_id"]
    run.wait_for(job, lambda job: not job["backing_up"])
    wait_until(lambda: get(run.port, "/api/status").json()["message"], lambda text: text == "Ready for new backup.")


DRIVERS = {"Connection error: 400 Bad ": bad_json, "Connection test failed: Ba": unreachable,
           "Disconnected from backup s": lambda run: post(run.port, "/api/disconnect"),
           "Ready for new backup.": _failed_backup, "Connected successfully. Re": reachable,
           "Backup start error: invali": lambda run: run.back_up("x.txt", port="abc")}
