"""From people to rows: entry, import, packages, steps of a section, deadlines, the trail.

Knows today's report and its checks; doesn't know versions that were published, signatures, or any
page.
"""
