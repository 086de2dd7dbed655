"""Composition and life of the backup server process."""
import threading

from backup_server import options as command_line
from backup_server.database import Database
from backup_server.listener import Listener
from backup_server.storage import Storage
from runtime import lifetime


def main() -> None:
    options = command_line.parse()
    life = lifetime.Lifetime(options.exit_with_stdin)
    database = Database(options.database)
    storage = Storage(options.root, database, options.checksum_rate)
    server = _listen(options, database, storage)
    thread = threading.Thread(target=server.serve_forever, args=(0.1,), name="tcp", daemon=True)
    thread.start()
    lifetime.announce(server.server_address[1])
    life.wait()
    server.shutdown()
    server.server_close()
    database.close()


def _listen(options, database: Database, storage: Storage) -> Listener:
    try:
        return Listener((options.host, options.port), database, storage)
    except OSError as error:
        lifetime.fail("backup.py", f"cannot listen on {options.host}:{options.port} ({error.strerror}); "
                                   "choose another --host or --port")
