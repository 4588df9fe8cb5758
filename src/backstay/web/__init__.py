"""The live coach's local server: HTTP, one WebSocket, and the built client."""
