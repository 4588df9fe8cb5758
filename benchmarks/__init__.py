"""Measure Backstay: accuracy against exact truth, robustness against bad pictures, speed against its peers."""
