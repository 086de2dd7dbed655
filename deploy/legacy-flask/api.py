"""Starts the reference API server: python3 api.py --help."""
from api_server.main import main

if __name__ == "__main__":
    main()
