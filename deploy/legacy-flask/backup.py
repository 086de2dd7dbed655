"""Starts the stand-in backup server: python3 backup.py --help."""
from backup_server.main import main

if __name__ == "__main__":
    main()
