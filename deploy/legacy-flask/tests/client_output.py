"""Makes two outputs of the backup client comparable: clocks, sizes of keys, ids and ports differ by nature."""
import re

MASKS = [(re.compile(pattern), replacement) for pattern, replacement in (
    (r"^\[\d\d:\d\d:\d\d\]", "[<clock>]"),
    (r"\)\[\d\d:\d\d:\d\d\]", ")[<clock>]"),
    (r"^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}\]", "[<moment>]"),
    (r"\[[\d.e+-]+ms\]$", "[<duration>]"),
    (r"generated in \d+ms", "generated in <n>ms"),
    (r"Private key size: 63\d bytes", "Private key size: <n> bytes"),
    (r"after \d+ attempts!", "after <n> attempts!"),
    (r"Build Date: .*", "Build Date: <date>"),
    (r"Local: 127\.0\.0\.1:\d+", "Local: <address>"),
    (r"Header hex: (?:[0-9a-f]{2} ){16}", "Header hex: <id> "),
    (r"(client ID|Client ID): [0-9a-f]{16}\.\.\.", r"\1: <id>"),
    (r"UUID: [0-9a-f]{8}\.\.\.", "UUID: <id>"),
    (r"\[PHASE:\d{13}\]", "[PHASE:<ms>]"),
    (r"Server: \d+, Client: \d+", "Server: <crc>, Client: <crc>"),
    (r"Duration: \d+s", "Duration: <n>s"),
    (r"Average Speed: .*", "Average Speed: <speed>"),
    (r"Timestamp: \d\d:\d\d:\d\d", "Timestamp: <clock>"),
)]


def lines_of(output: str) -> list[str]:
    """As the recordings cut it: a carriage return begins a line, too."""
    return output.replace("\r", "\n").split("\n")


def masked(line: str) -> str:
    for pattern, replacement in MASKS:
        line = pattern.sub(replacement, line)
    return line
