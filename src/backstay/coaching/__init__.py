"""Event x Exercise -> Cue; Routine: what comes next (ready, work, rest, swap sides, done)."""
