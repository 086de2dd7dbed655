"""An authenticated connection and what is to be sent over it."""
import os
import re
from dataclasses import dataclass

from backup_client.configuration import Configuration
from backup_client.connection import Connection
from wire.frames import name_field


@dataclass(frozen=True)
class Session:
    connection: Connection
    configuration: Configuration
    client_id: bytes
    aes_key: bytes

    @property
    def file_name(self) -> str:
        """After the last slash or backslash, on every system."""
        return re.split(r"[/\\]", self.configuration.path)[-1]

    def name_field(self) -> bytes:
        return name_field(os.fsencode(self.file_name))
