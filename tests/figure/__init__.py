"""A scripted figure in three dimensions that yields poses as a camera and a pose model would."""
