"""Word in: a `.docx` of a section → its text in Markdown, its tables, its figures as references.

`files.read_word` is the door. As in `reports.collect.reading`, bytes decide what a file is and are
parsed in a confined process only; nothing is taken that was not shown and chosen (`taking`).
"""
