"""Records x Program -> today's assignments: screening, the pain gate, progression, reminders."""
