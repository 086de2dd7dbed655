"""One installation while the cases of one state are replayed on it."""
import re
import time

from tests import fixtures
from tests.http import Answer, get, multipart, post
from tests.processes import Installation, four_digit_port

ETAG = re.compile(r'"1763077997\.0-\d+-\d+"')
WAIT_SECONDS = 20


class Run:
    """Also turns what the recordings name (ports, folders, jobs) into what is there now."""

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
