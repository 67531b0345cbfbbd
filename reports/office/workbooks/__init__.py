"""Downloads of the directorates' workbooks: one for those who enter it, all for the board.

Knows who may have which; the files are made by `reports.collect.workbooks`.
"""
