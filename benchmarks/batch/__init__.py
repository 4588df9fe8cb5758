"""How much faster many videos are with more workers."""
