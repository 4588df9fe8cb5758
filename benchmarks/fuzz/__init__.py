"""Fuzzing by coverage, for as long as one likes."""
