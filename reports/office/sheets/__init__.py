"""Pages of the entry sheets: one table of a section on one grid.

Knows how a grid is shown and sent; what a cell may hold and how it is saved is the sheets' own.
"""
