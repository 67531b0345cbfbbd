"""From the trial balance (mizan) to tables of the report: rules, reading, checks, rows.

The file is read by the reader that every file goes through; an editable mapping says which account
is which figure; what comes of it goes the way of every file into the entry sheets.
"""
