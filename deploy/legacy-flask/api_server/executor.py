"""Runs the backup client once, in a folder of its own (contract 6)."""
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

TIME_LIMIT_SECONDS = 120
TERMINATE_SECONDS = 5


class Executor:
    """Its folder exists from the start and is never removed (Q7)."""

    def __init__(self, client: Path):
        self._client = client
        self._folder = tempfile.mkdtemp()
        self._process: subprocess.Popen | None = None

    def run(self, host: str, port: int, user: str, upload: str) -> str | None:
        """None for exit code 0, else the reason of the failure."""
        if not self._client.exists():
            return f"C++ client not found at {self._client}"
        try:
            code = self._run_client(self._write_transfer_info(host, port, user, upload))
        except subprocess.TimeoutExpired:
            self.cancel()
            return "Process timed out"
        except Exception as error:
            return f"An unexpected error occurred: {error}"
        return None if code == 0 else f"Client process failed with code {code}"

    def cancel(self) -> bool:
        """Ends the process: terminate, up to five seconds, kill. False if there is none."""
        process = self._process
        if process is None or process.poll() is not None:
            return False
        process.terminate()
        try:
            process.wait(TERMINATE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        return True

    def kill(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.kill()

    def _write_transfer_info(self, host: str, port: int, user: str, upload: str) -> str:
        # Nothing is checked: a line feed in user or host shifts the lines (Q8).
        prefix = f"sync_file_transfer.info_{int(time.time())}_{threading.get_ident()}_"
        folder = tempfile.mkdtemp(prefix=prefix, dir=self._folder)
        with open(os.path.join(folder, "transfer.info"), "w", encoding="utf-8", newline="\n") as info:
            info.write(f"{host}:{port}\n{user}\n{upload}")
        return folder

    def _run_client(self, folder: str) -> int:
        command = [str(self._client), "--batch"]
        if self._client.suffix == ".py":
            command.insert(0, sys.executable)
        environment = dict(os.environ, PYTHONIOENCODING="utf-8", PYTHONUTF8="1")
        # The real server lets the client inherit stdin; ours may be the pipe that keeps this server alive.
        with subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            self._process = process
            try:
                process.communicate(timeout=TIME_LIMIT_SECONDS)
            except subprocess.TimeoutExpired:
                self.cancel()
                raise
            return process.returncode
