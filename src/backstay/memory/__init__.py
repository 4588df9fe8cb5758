"""Routine -> records: what was done and how it felt, kept and found again."""
