"""From rows to a version that nobody changes: frozen, signed, published, corrected, verified.

Knows the sections' steps and the prints; doesn't know the pages on which any of it is done or
shown.
"""
