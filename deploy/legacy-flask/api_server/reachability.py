"""The reachability test (contract 4): blocks up to two seconds inside the request (Q31)."""
import socket

TIMEOUT_SECONDS = 2


def is_reachable(server_config: dict) -> bool:
    """A plain IPv4 connect; any exception, also of a bad type, counts as not reachable."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.settimeout(TIMEOUT_SECONDS)
            return probe.connect_ex((server_config["host"], int(server_config["port"]))) == 0
    except Exception:
        return False
