"""Assessments held against clips whose truth is known exactly."""
