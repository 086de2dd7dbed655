"""Composition and life of the API server process."""
from runtime import lifetime
from api_server import options as command_line
from api_server.app import create_app
from api_server.housekeeping import Housekeeping
from api_server.legacy import Legacy
from api_server.listener import Listener


def main() -> None:
    options = command_line.parse()
    life = lifetime.Lifetime(options.exit_with_stdin)
    legacy = Legacy(options)
    http = _listen(options, create_app(legacy))
    legacy.sockets.accept_origins_of(options.api_port or http.port)
    with legacy.running(), Housekeeping(legacy).running(), http.serving():
        lifetime.announce(http.port)
        life.wait()


def _listen(options, app) -> Listener:
    try:
        return Listener(options.host, options.port, app)
    except OSError as error:
        lifetime.fail("api.py", f"cannot listen on {options.host}:{options.port} ({error.strerror}); "
                                "choose another --host or --port")
