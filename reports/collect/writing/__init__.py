"""A section's text while it is written: figures to pick, what is wrong, saving, its history."""
