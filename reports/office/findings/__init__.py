"""Findings of today's rows: the list, accepting one, and banners above forms and lists.

Knows where a finding is mended; changes no figure.
"""
