"""The page of one section: where it stands, its steps, notes and history.

Knows what a section owes; the steps themselves are the workflow's.
"""
