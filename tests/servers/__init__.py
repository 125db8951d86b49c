"""Real servers on loopback, started by tests and stopped after them."""
