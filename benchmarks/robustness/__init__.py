"""The same clips made worse, and what that changes in their assessments."""
