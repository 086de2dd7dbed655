"""Command-line options of the backup server."""
import argparse
from dataclasses import dataclass
from pathlib import Path

from runtime import ranges
from runtime.root_folder import open_root

LEGACY_CHECKSUM_RATE = 3.0


@dataclass(frozen=True)
class Options:
    host: str
    port: int
    root: Path
    database: Path
    checksum_rate: float | None  # MB a second; None: no waiting
    exit_with_stdin: bool


def parse(arguments: list[str] | None = None) -> Options:
    given = vars(_parser().parse_args(arguments))
    given["root"] = open_root(given["root"])
    given["database"] = (Path(given["database"]).absolute() if given["database"]
                         else given["root"] / "data" / "database" / "defensive.db")
    return Options(**given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="backup.py", description="Stand-in for the CyberBackup backup server.")
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="address to listen on (default %(default)s; the real one takes 0.0.0.0)")
    add("--port", type=ranges.port, default=1256, help="port to listen on, 0 for a free one (default %(default)s)")
    add("--root", help="folder whose received_files/ takes the files "
        "(default: a temporary one)")
    add("--database", help="the database (default: <root>/data/database/defensive.db)")
    add("--checksum-rate", type=ranges.checksum_rate, default=LEGACY_CHECKSUM_RATE, metavar="MB|off",
        help="megabytes a second at which checksums are made; the real server's are slow (default %(default)s)")
    add("--exit-with-stdin", action="store_true", help="end when standard input ends")
    return parser
