"""YAML becomes `Exercise`s and `Program`s."""
