"""Measure Backstay: accuracy against exact truth, robustness against bad pictures, parity with MediaPipe."""
