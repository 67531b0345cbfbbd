"""The public pages of a year's report.

They read publications only; see `reports.publish.versions`.
"""
