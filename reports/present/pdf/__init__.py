"""The printed report: an edition as an accessible PDF, made in the background.

`columns` fits tables to paper, `document` writes the HTML, `renderer` makes bytes of it (with all
that it imports it knows nothing of Django, so that it can run alone in a child process), `jobs`
does both on request. A whole report is laid out in parts: `chapters` is where to begin reading.
`fields` says where signatures go; who signs, and who is told of a finished file, is not known here.
"""
