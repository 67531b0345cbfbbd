"""Base classes of the screens of tables: lists, forms, import and export, rights on single rows.

Knows no table; the apps' screens are made of these.
"""
