"""The recorded lives of jobs (job_lifecycle.json): the phases seen, and how each ends."""
import os
import re
import socket
import sys
import unittest

from tests import contract
from tests.http import get, post, post_json
from tests.processes import Installation
from tests.run import Run, wait_until

HASH = re.compile(r"[0-9a-f]{64}")
END = ("phase", "message", "backing_up", "connected", "isConnected", "events", "status", "progress")


class Jobs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.recorded = {case["name"]: case for case in contract.load("recordings/job_lifecycle")}

    def start(self, backup_running: bool = True, checksum_rate: str = "off") -> Run:
        installation = Installation(False)
        self.addCleanup(installation.__exit__)
        if backup_running:
            installation.start_backup_server("--checksum-rate", checksum_rate)
        return Run(installation)

    def begin(self, run: Run, name: str, content: bytes, **fields) -> str:
        return run.back_up(name, content, username="someone", **fields).json()["job_id"]

    def end_of(self, run: Run, job_id: str, phase: str) -> dict:
        return run.wait_for(job_id, lambda job: job["phase"] == phase and not job["backing_up"])

    def assert_ends_as(self, name: str, run: Run, job_id: str) -> None:
        self.assert_becomes(run, job_id, self.recorded[name]["distinct_snapshots"][-1]["snapshot"])
        print(f"job_lifecycle: {name}: same")

    def assert_becomes(self, run: Run, job_id: str, recorded: dict) -> None:
        job = self.end_of(run, job_id, recorded["phase"])
        for key in END:
            theirs = recorded[key]
            if key == "message":
                theirs = HASH.sub("<hash>", theirs.replace("/opt/cyberbackup", str(run.installation.root)))
                job[key] = HASH.sub("<hash>", job[key])
            self.assertEqual(theirs, job[key], key)

    def install_client(self, run: Run, code: int, wait_for="") -> None:
        path = run.installation.root / "build" / "Release" / "EncryptedBackupClient.exe"
        path.write_text(f"#!{sys.executable}\nimport os, sys, time\n"
                        f"while {str(wait_for)!r} and not os.path.exists({str(wait_for)!r}):\n    time.sleep(0.05)\n"
                        f"sys.exit({code})\n")
        path.chmod(0o755)

    def test_success_small_file(self):
        run = self.start()
        job = self.begin(run, "small.txt", b"small")
        self.assert_ends_as("success, small file", run, job)
        self.assertEqual([], get(run.port, "/api/cancelable_jobs").json()["jobs"])
        self.assertEqual(["registered"], [j["status"] for j in get(run.port, "/api/monitor_status").json()["jobs_info"]])

    def test_success_20_megabytes(self):
        run = self.start()
        self.assert_ends_as("success, 20 MB", run, self.begin(run, "big.bin", os.urandom(20 * 1024 * 1024)))

    def test_failures_of_the_client(self):
        for name, file_name, content in (
                ("failure, empty file", "empty.txt", b""),
                ("failure, file name refused by the backup server", "ünï.txt", b"x")):
            with self.subTest(name):
                run = self.start()
                self.assert_ends_as(name, run, self.begin(run, file_name, content))

    def test_backup_server_down(self):
        run = self.start(backup_running=False)
        self.assert_ends_as("failure, backup server down", run, self.begin(run, "x.txt", b"x"))

    @unittest.skipIf(os.name == "nt", "Windows cannot run a script called .exe")
    def test_other_clients(self):
        run = self.start()
        client = run.installation.root / "build" / "Release" / "EncryptedBackupClient.exe"
        for code, name in ((0, "client exits 0 without doing anything"), (2, "client exits 2 without doing anything")):
            self.install_client(run, code)
            self.assert_ends_as(name, run, self.begin(run, "x.txt", b"x"))
        client.chmod(0o644)
        self.assert_ends_as("failure, client not executable", run, self.begin(run, "x.txt", b"x"))
        client.unlink()
        self.assert_ends_as("failure, client executable missing", run, self.begin(run, "x.txt", b"x"))

    @unittest.skipIf(os.name == "nt", "Windows cannot run a script called .exe")
    def test_received_files_holds_the_name_already(self):
        """The client waits until it is let go, so that each phase stays long enough to be seen."""
        for name, present in (("received_files already holds that name: same size, other content", b"xyz"),
                              ("received_files already holds that name: smaller (the check loops for ever)", b"x")):
            with self.subTest(name):
                run = self.start()
                go = run.installation.root / "go"
                self.install_client(run, 0, wait_for=go)
                (run.installation.root / "received_files" / "dup.bin").write_bytes(present)
                job = self.begin(run, "dup.bin", b"abc")
                for snapshot in self.recorded[name]["distinct_snapshots"]:
                    if snapshot["snapshot"]["phase"] != "COMPLETED":
                        self.assert_becomes(run, job, snapshot["snapshot"])
                go.touch()
                run.wait_for(job, lambda job: job["message"] == "Backup completed successfully!")
                print(f"job_lifecycle: {name}: same")

    @unittest.skipIf(os.name == "nt", "Windows ends a process at once")
    def test_cancel_while_the_client_waits_for_a_silent_server(self):
        run = self.start(backup_running=False)
        with socket.create_server(("127.0.0.1", 0)) as silent:
            job = self.begin(run, "cancel.bin", b"x", port=str(silent.getsockname()[1]))
            connection = silent.accept()[0]
            self.addCleanup(connection.close)
            connection.recv(23)  # the client has begun to register and waits
            answer = post(run.port, f"/api/cancel/{job}").json()
        self.assertEqual({"job_id": job, "phase": "CANCELLED", "success": True}, answer)
        last = run.wait_for(job, lambda job: not job["backing_up"])
        # Who writes last is a race (Q5); killed is a client that the signal met just before its wait.
        self.assertIn(last["message"], ("Backup cancelled", "Backup failed: Client process failed with code 1",
                                        "Backup failed: Client process failed with code -9"))

    @unittest.skipIf(os.name == "nt", "Windows ends a process at once")
    def test_cancel_while_the_server_works_on_the_file(self):
        run = self.start(checksum_rate="0.1")
        job = self.begin(run, "cancel.bin", os.urandom(3 * 1024 * 1024))
        folder = run.installation.temp
        wait_until(lambda: list(folder.rglob("me.info")), lambda found: found)
        answer = post_json(run.port, f"/api/cancel/{job}", {"reason": "user asked"}).json()
        self.assertEqual({"job_id": job, "phase": "CANCELLED", "success": True, "reason": "user asked"}, answer)
        last = run.wait_for(job, lambda job: not job["backing_up"])
        self.assertEqual("user asked", last["cancel_reason"])
        self.assertIn(last["phase"], ("CANCELLED", "FAILED"))

    def test_cancel_all_with_one_running_job(self):
        run = self.start(backup_running=False)
        with socket.create_server(("127.0.0.1", 0)) as silent:
            job = self.begin(run, "cancel.bin", b"x", port=str(silent.getsockname()[1]))
            connection = silent.accept()[0]
            self.addCleanup(connection.close)
            answer = post(run.port, "/api/cancel_all").json()
        self.assertEqual({job: True}, answer["results"])
        self.assertEqual("CANCELLED", answer["jobs"][job]["phase"])

    def test_same_user_name_works_once(self):
        run = self.start()
        self.end_of(run, self.begin(run, "one.txt", b"1"), "COMPLETED")
        self.end_of(run, self.begin(run, "two.txt", b"2"), "FAILED")


if __name__ == "__main__":
    unittest.main()
