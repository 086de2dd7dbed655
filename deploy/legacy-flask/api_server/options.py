"""Command-line options of the API server."""
import argparse
from dataclasses import dataclass
from pathlib import Path

from runtime import ranges
from runtime.root_folder import default_client, fill_root, open_root


@dataclass(frozen=True)
class Options:
    host: str
    port: int
    api_port: int | None  # None: the port that is really listened on
    root: Path
    client: Path
    backup_host: str
    backup_port: int
    username: str
    connection_limit: int | None  # None: no limit
    script_mode: bool
    monitor: bool
    system_samples: bool
    exit_with_stdin: bool


def parse(arguments: list[str] | None = None) -> Options:
    given = vars(_parser().parse_args(arguments))
    given["root"] = open_root(given["root"])
    fill_root(given["root"])
    given["client"] = Path(given["client"]).absolute() if given["client"] else default_client(given["root"])
    return Options(**given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="api.py", description="Reference of the legacy CyberBackup API server.")
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    add("--port", type=ranges.port, default=9090, help="port to listen on, 0 for a free one (default %(default)s)")
    add("--api-port", type=ranges.remote_port, help="the port whose two localhost origins Socket.IO "
        "accepts (default: the port listened on)")
    add("--root", help="folder with Client/, received_files/, build/Release/; filled from the template if it "
        "has no Client/ (default: a temporary one)")
    add("--client", help="backup client to run; a .py file is run with this Python "
        "(default: <root>/build/Release/EncryptedBackupClient.exe, .py on Windows)")
    add("--backup-host", default="127.0.0.1", help="backup server (default %(default)s)")
    add("--backup-port", type=ranges.remote_port, default=1256, help="its port (default %(default)s)")
    add("--username", default="TestDebugQuick", help="user of backups that name none (default %(default)s)")
    add("--connection-limit", type=ranges.connection_limit, default=12, metavar="N|off",
        help="requests in flight per client address; pages get 4 more (default %(default)s)")
    add("--script-mode", action="store_true", help="without the five routes that the real script lacks (Q3)")
    add("--no-monitor", dest="monitor", action="store_false", help="do not start the monitor of received_files")
    add("--system-samples", action="store_true", help="take system samples, as the legacy does with psutil >= 6")
    add("--exit-with-stdin", action="store_true", help="end when standard input ends")
    return parser
