"""Applications as files for other programs and for people: JSON, CSV, ICS and Markdown."""
