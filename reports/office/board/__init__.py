"""The board: which directorate has delivered what, what is late, reminding and extending.

Knows sections of a year as lines; takes no step of a section but by its workflow.
"""
