"""Pages of the audit trail, and the mixin that leads to them from every screen.

Reads the trail; whatever writes it is in collecting.
"""
