"""What a backup leaves behind: the file, the rows, the schema (contract 12, end_to_end.json)."""
import hashlib
import os
import sqlite3
import unittest

from tests import contract
from tests.http import get
from tests.processes import Installation
from tests.run import Run

FILE_ROWS = "SELECT FileName, PathName, Verified, FileSize, ModificationDate, CRC, ClientID FROM files ORDER BY rowid"


class Storage(unittest.TestCase):
    def setUp(self):
        self.installation = Installation(False)
        self.addCleanup(self.installation.__exit__)
        self.installation.start_backup_server("--checksum-rate", "off")
        self.run_ = Run(self.installation)
        self.database_path = self.installation.root / "data" / "database" / "defensive.db"

    def test_backups_of_the_recording(self):
        for number, recorded in enumerate(contract.load("recordings/end_to_end")):
            if "original" not in recorded:
                continue
            with self.subTest(recorded["original"]):
                self._back_up(recorded, f"user{number}")
                print(f"end_to_end: {recorded['original']}: same")

    def _back_up(self, recorded: dict, user: str) -> None:
        content = b"hello world\n" if recorded["size"] == 12 else os.urandom(recorded["size"])
        job = self.run_.back_up(recorded["original"], content, username=user).json()["job_id"]
        self.run_.wait_for(job, lambda job: job["phase"] == recorded["final_phase"])
        stored = next((self.installation.root / "received_files").glob(f"upload_*_{recorded['original']}"))
        self.assertEqual(hashlib.sha256(content).digest(), hashlib.sha256(stored.read_bytes()).digest())
        rows = [row for row in self._query(FILE_ROWS) if row[0] == stored.name]
        theirs = recorded["db_rows(ID,FileName,PathName,Verified,FileSize,ModificationDate,CRC,ClientID,client Name,"
                          "LastSeen,len PublicKey,len AESKey)"]
        self.assertEqual([(row[3], row[4], row[6] is None) for row in theirs],
                         [(row[2], row[3], row[5] is None) for row in rows])
        self.assertEqual([os.path.join("received_files", stored.name)] * 2, [row[1] for row in rows])
        self.assertEqual(rows[0][4], rows[1][4])
        if recorded["size"] == 12:
            self.assertEqual(theirs[0][6], rows[0][5])
        client = self._query("SELECT Name, LastSeen, length(PublicKey), length(AESKey) FROM clients WHERE ID = ?",
                             rows[0][6])[0]
        self.assertEqual((user, theirs[0][10], theirs[0][11]), (client[0], client[2], client[3]))
        self.assertRegex(client[1], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00Z$")
        receipt = get(self.run_.port, f"/api/check_receipt/{recorded['original']}").json()
        self.assertEqual(recorded["check_receipt(original name)"]["received"], receipt["received"])

    def test_schema_is_the_recorded_one(self):
        schema = contract.folder() / "database" / "defensive.schema.sql" if contract.folder() else None
        if schema is None or not schema.exists():
            self.skipTest("database/defensive.schema.sql not found")
        reference = sqlite3.connect(":memory:")
        self.addCleanup(reference.close)
        reference.executescript(schema.read_text().replace("CREATE TABLE sqlite_sequence(name,seq);", ""))
        query = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        self.assertEqual(_normalised(reference.execute(query)), _normalised(self._query(query)))
        self.assertEqual([("wal",)], self._query("PRAGMA journal_mode"))
        self.assertEqual(["document", "image", "backup", "other"],
                         [row[0] for row in self._query("SELECT Name FROM file_categories ORDER BY ID")])
        self.assertEqual([(number,) for number in range(1, 6)], self._query("SELECT version FROM database_migrations"))

    def _query(self, statement: str, *values) -> list:
        connection = sqlite3.connect(self.database_path)
        try:
            return connection.execute(statement, values).fetchall()
        finally:
            connection.close()


def _normalised(rows) -> set:
    return {(kind, name, "".join(sql.split())) for kind, name, sql in rows}


if __name__ == "__main__":
    unittest.main()
