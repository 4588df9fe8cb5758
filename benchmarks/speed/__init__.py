"""Frames per second, by the clock and by processor seconds."""
