"""How long the live coach takes to answer a frame."""
