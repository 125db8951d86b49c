"""Applications as files for other programs and for people: JSON, CSV, ICS and Markdown.

`facts` are what is known, which `table`, `agenda` and `page` put into their forms.
"""
