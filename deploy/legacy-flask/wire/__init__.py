"""The protocol between the backup client and the backup server (contract 12)."""
