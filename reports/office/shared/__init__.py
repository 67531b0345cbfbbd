"""What the screens of the office share: addresses, words, ways to a form, notes, sidebar.

Knows no screen of its own.
"""
