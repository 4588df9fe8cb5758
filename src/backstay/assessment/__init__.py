"""`Readings` and an `Exercise` become `Event`s: repetitions, holds, faults, verdicts."""
