"""The reference legacy: a Flask + Flask-SocketIO server that answers as the contract says, quirks included."""
