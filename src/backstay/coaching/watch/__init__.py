"""Everyday posture watched: when time has passed without change, a change is offered."""
