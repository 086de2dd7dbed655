"""Replays the recordings of the real system against the stand-ins. From this folder's parent:

    python3 -m unittest -v            everything
    python3 -m tests.replay NAME…     recordings/NAME.json only, one line for each case
"""
