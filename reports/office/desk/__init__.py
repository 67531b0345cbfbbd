"""My desk: the first page of the office, what a person owes and what waits for him or her.

Stands on the other folders; none knows it.
"""
