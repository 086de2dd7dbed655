"""Files with the names, sizes and times that the recordings show."""
import os
from pathlib import Path

PAGE_TIME = 1763077997  # Thu, 13 Nov 2025 23:53:17 GMT
RECEIVED = {  # name: (content, time)
    "same1.bin": (b"1", 1700000000), "same2.bin": (b"22", 1700000000), "b.txt": (b"bbb", 1700000010),
    "a.txt": (b"a", 1700000020), "naïve файл.txt": (b"n", 1700000030.25), "with space & <b>.txt": (b"w", 1700000040),
    ".hidden": (b"h", 1700000050), "x.tmp_EncryptedBackup": (b"t", 1700000060), "50%.txt": (b"5", 1700000070),
    "zero.bin": (b"", 1700432000),
}


def write(path: Path, content: bytes, time: float) -> None:
    path.write_bytes(content)
    os.utime(path, (time, time))


def received_files(root: Path) -> None:
    folder = root / "received_files"
    for name, (content, time) in RECEIVED.items():
        write(folder / name, content, time)
    (folder / "subdir").mkdir()
    write(folder / "subdir" / "inner.txt", b"i", 1700000000)
    (folder / "link.txt").symlink_to(folder / "a.txt")
    (folder / "dangling").symlink_to(folder / "gone")


def date_files(root: Path) -> None:
    for path in root.rglob("*"):
        if path.is_file():
            os.utime(path, (PAGE_TIME, PAGE_TIME))


def marker(root: Path) -> Path:
    """Any file of the machine, for the injection of Q8."""
    path = root / "marker.txt"
    path.write_bytes(b"marker")
    return path
