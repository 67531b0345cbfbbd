"""The public pages of a year's report.

They read editions (`reports.present`) only, never rows, and don't know the office.
"""
