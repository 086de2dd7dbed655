"""The stand-in client against the recordings of the native one, case by case."""
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from tests import contract
from tests.client_output import lines_of, masked
from tests.processes import HERE, Installation

SAMPLES = {"plain.bin": 5000, "k60.bin": 61440, "k60p1.bin": 61441, "k300.bin": 307200, "m20.bin": 20971520,
           "with some spaces (1).txt": 100, "naïve-файл.txt": 100, "semi;colon.txt": 100, "con.txt": 100,
           "x" * 236 + ".bin": 100, "y" * 251 + ".bin": 100, "empty.bin": 0}
RUN = "import sys; from backup_client.main import main; sys.exit(main(sys.argv[1:]))"
SIGNALLED_AT = {"no_args_interactive": "Press Ctrl+C to exit", "silent_server_sigterm": "Waiting for server response",
                "silent_server_hang": "Waiting for server response"}
SAME_FOLDER_AS = {"success_same_cwd": "success_new_user", "success_other_user_same_cwd": "success_new_user"}


class Client(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cases = contract.load("client/client-cases")
        cls.installation = Installation(False)
        cls.addClassCleanup(cls.installation.__exit__)
        cls.installation.start_backup_server("--checksum-rate", "off")
        cls.folder = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.samples = cls.folder / "cli"
        cls.samples.mkdir()
        for name, size in SAMPLES.items():
            (cls.samples / name).write_bytes(os.urandom(size))
        cls.silent = socket.create_server(("127.0.0.1", 0))
        cls.addClassCleanup(cls.silent.close)

    def test_cases(self):
        for case in self.cases:
            with self.subTest(case["name"]):
                if os.name == "nt" and case["name"] in SIGNALLED_AT:
                    self.skipTest("Windows has no SIGTERM to send")
                differences = self._differences(case)
                print(f"client: {case['name']}: {'differs' if differences else 'same'}")
                self.assertEqual([], differences)

    def _differences(self, case: dict) -> list[str]:
        folder = self._folder_of(case)
        code, out, error = self._run(case, folder)
        found = [] if code == case["exit_code"] else [f"exit code {case['exit_code']} / {code}"]
        found += _compare("stdout", case["stdout"], out, self._moved)
        found += _compare("stderr", case["stderr"], error, self._moved)
        left = sorted(os.listdir(folder))
        return found if left == case["cwd_after"] else found + [f"files {case['cwd_after']} / {left}"]

    def _folder_of(self, case: dict) -> Path:
        folder = self.folder / SAME_FOLDER_AS.get(case["name"], case["name"])
        folder.mkdir(exist_ok=True)
        if case["name"] == "corrupt_priv_key":
            (folder / "priv.key").write_bytes(b"not a key")
        if case["transfer_info"] is not None:
            (folder / "transfer.info").write_bytes(self._moved(case["transfer_info"]).encode())
        return folder

    def _run(self, case: dict, folder: Path) -> tuple[int, str, str]:
        process = subprocess.Popen([sys.executable, "-c", RUN, *case["args"]], cwd=folder, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(HERE)})
        before = b""
        if case["name"] in SIGNALLED_AT:
            while SIGNALLED_AT[case["name"]].encode() not in before:
                before += process.stdout.readline()
            process.send_signal(signal.SIGKILL if case["exit_code"] == -9 else signal.SIGTERM)
        out, error = process.communicate(timeout=60)
        return process.returncode, (before + out).decode(), error.decode()

    def _moved(self, text: str) -> str:
        port = self.installation.backup_port
        for there, here in (("/opt/fixture/client/cli", str(self.samples)), ("1256", str(port)),
                            ("66792", str(65536 + port)), (":1300", f":{self.silent.getsockname()[1]}")):
            text = text.replace(there, here)
        return text


def _compare(stream: str, recorded: list[str], output: str, moved) -> list[str]:
    ours = [masked(line) for line in lines_of(output)]
    theirs = [masked(line) for line in lines_of("\n".join(map(moved, recorded)))]
    while ours and not ours[-1]:
        ours.pop()
    while theirs and not theirs[-1]:
        theirs.pop()
    pairs = [f"{stream} {number}: {a!r} / {b!r}" for number, (a, b) in enumerate(zip(theirs, ours), 1) if a != b]
    return (pairs + [f"{stream}: {len(theirs)} / {len(ours)} lines"] if len(theirs) != len(ours) else pairs)[:5]


if __name__ == "__main__":
    unittest.main()
