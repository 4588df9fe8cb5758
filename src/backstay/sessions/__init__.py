"""The pipeline from frames to an `Assessment`, and recordings of poses."""
