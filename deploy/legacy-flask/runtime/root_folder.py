"""The working root: the folder that holds Client/, favicon_stuff/, received_files/ and build/Release/ (contract 2)."""
import atexit
import os
import shutil
import stat
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
TEMPLATE = HERE / "root"


def open_root(given: str | None) -> Path:
    """The given folder, or a temporary one that goes with the process; received_files/ is in it."""
    if given is None:
        folder = Path(tempfile.mkdtemp(prefix="cyberbackup-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    else:
        folder = Path(os.path.abspath(given))
    (folder / "received_files").mkdir(parents=True, exist_ok=True)
    return folder


def fill_root(folder: Path) -> None:
    """Pages, icons and the stand-in client, unless the folder has a Client/ of its own."""
    if not (folder / "Client").exists():
        shutil.copytree(TEMPLATE, folder, dirs_exist_ok=True)
        install_client(folder)


def default_client(root: Path) -> Path:
    """Windows cannot run a script that is called .exe, so the stand-in has its own name there."""
    name = "EncryptedBackupClient.py" if os.name == "nt" else "EncryptedBackupClient.exe"
    return root / "build" / "Release" / name


def install_client(root: Path) -> None:
    """Puts a script that runs our client where the API server looks for the native one."""
    path = default_client(root)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"#!{sys.executable}\n"
        "import sys\n"
        f"sys.path.insert(0, {str(HERE)!r})\n"
        "from backup_client.main import main\n"
        "sys.exit(main(sys.argv[1:]))\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
