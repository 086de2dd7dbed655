"""The stand-ins as child processes that end with this one."""
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
START_SECONDS = 20


class Server:
    """`api.py` or `backup.py` on a port of its own."""

    def __init__(self, script: str, *arguments, port: int = 0, **environment):
        command = [sys.executable, str(HERE / script), "--exit-with-stdin", "--port", str(port), *map(str, arguments)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                         stderr=subprocess.DEVNULL, env={**os.environ, **environment})
        line = self._process.stdout.readline().split()
        if line[:1] != [b"LISTENING"]:
            raise RuntimeError(f"{script} did not start: exit code {self._process.wait()}")
        self.port = int(line[1])

    def stop(self) -> int:
        self._process.stdin.close()
        code = self._process.wait(START_SECONDS)
        self._process.stdout.close()
        return code


class Installation:
    """A root folder with, as asked for, an API server and a backup server of four digits, as long as 1256 is."""

    def __init__(self, backup_running: bool = False, *arguments, backup_port: int | None = None, **environment):
        self.root = Path(tempfile.mkdtemp(prefix="cyberbackup-test-"))
        self.temp = Path(tempfile.mkdtemp(prefix="cyberbackup-temp-"))
        self.backup_port = backup_port or four_digit_port()
        self.backup: Server | None = None
        if backup_running:
            self.start_backup_server()
        self.api = Server("api.py", "--root", self.root, "--api-port", 9090, "--backup-port", self.backup_port,
                          *arguments, TMPDIR=str(self.temp), **environment)

    def start_backup_server(self, *arguments) -> None:
        self.backup = Server("backup.py", "--root", self.root, *arguments, port=self.backup_port)

    def stop_backup_server(self) -> None:
        if self.backup is not None:
            self.backup.stop()
            self.backup = None

    def __enter__(self) -> "Installation":
        return self

    def __exit__(self, *_) -> None:
        self.api.stop()
        self.stop_backup_server()
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.rmtree(self.temp, ignore_errors=True)


def four_digit_port() -> int:
    while True:
        port = random.randrange(2100, 9000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
