"""How fast Backstay is on this machine, beside MediaPipe and beside what the machine allows."""
