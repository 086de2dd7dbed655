"""The thread behind one accepted backup (contract 6)."""
import hashlib
import os
import shutil
import threading
from dataclasses import dataclass


@dataclass(frozen=True)
class Backup:
    job_id: str
    file_name: str
    upload: str
    user: str
    host: str
    port: int


def start_worker(legacy, backup: Backup) -> None:
    threading.Thread(target=_run, args=(legacy, backup), name=backup.job_id, daemon=True).start()


def _run(legacy, backup: Backup) -> None:
    try:
        _back_up(legacy, backup)
    except Exception as error:
        legacy.jobs.fail(backup.job_id, f"Backup error: {error}")
    finally:
        shutil.rmtree(os.path.dirname(backup.upload), ignore_errors=True)
        legacy.executors.pop(backup.job_id, None)
        legacy.status.update("READY", "Ready for new backup.")


def _back_up(legacy, backup: Backup) -> None:
    size, digest = os.path.getsize(backup.upload), sha256_of(backup.upload)
    # Under the original name, which is not the stored one: it hardly ever matches (Q23).
    legacy.monitor.register(backup.file_name, backup.job_id, size, digest)
    reason = legacy.executors[backup.job_id].run(backup.host, backup.port, backup.user, backup.upload)
    if reason is None:
        legacy.jobs.complete(backup.job_id)
    else:
        legacy.jobs.fail(backup.job_id, f"Backup failed: {reason}")


def sha256_of(path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
