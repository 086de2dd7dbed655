"""How the stand-in processes start and stop; shared by the API server and the backup server."""
