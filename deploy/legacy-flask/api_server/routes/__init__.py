"""One file for each group of routes (contract 5); each offers `register(app, legacy)`."""
