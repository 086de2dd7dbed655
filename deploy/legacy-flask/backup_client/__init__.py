"""A stand-in for the native EncryptedBackupClient: same files, output lines and exit codes (contract 11)."""
