"""Mechanics below everything: triggers, settled rows, locks, kept files, forms, formulas, search.

Knows databases, files and requests; knows no report, no model of the portal, and none of the wings.
"""
