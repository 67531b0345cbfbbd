"""The report as one value: declared tables, a document built of rows, rules that check it.

Knows the models and what the apps declare; doesn't know who enters rows, who publishes, and how
anything is shown.
"""
