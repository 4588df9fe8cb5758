"""An hour of watching in a real browser: memory, processor, prompts."""
