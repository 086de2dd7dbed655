"""A stand-in for the backup server: takes the client's files and keeps defensive.db (contract 12)."""
