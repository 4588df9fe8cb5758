"""Video files, images and browser frames become `Frame`s."""
