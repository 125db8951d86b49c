"""A case is one application: its events, in order, say where it stands and what is due."""
