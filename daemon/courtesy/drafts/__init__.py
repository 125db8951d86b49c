"""The words of drafts: a file for each language, and `templates`, which reads them and the owner's own."""
