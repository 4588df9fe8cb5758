"""How many live sessions a core holds."""
