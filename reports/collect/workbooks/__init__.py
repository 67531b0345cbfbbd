"""The workbook of a directorate: its entry sheets of a year as Excel, out and back in.

One worksheet for each table, and one that nobody sees, which says what every row is and what stood
in it. `writing.workbook_of` makes the file; `reading.workbook_in` finds such a file among others,
and `filled.rows_for` reads what was filled in. What becomes of it is decided elsewhere.
"""
