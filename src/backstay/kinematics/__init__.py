"""`Pose`s become `Readings`: landmarks, vectors, measures, smoothing, view."""
