"""Delivery of the report's parts: rights, steps, notices. Others import from here."""
