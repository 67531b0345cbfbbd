"""A section's text from a Word file: looked at beside the present one, chosen, and confirmed."""
