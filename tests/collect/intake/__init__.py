"""A file's rows over the rows of a sheet: what is taken, shown, refused and taken back."""
