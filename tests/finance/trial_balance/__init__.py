"""The trial balance, from the file to the tables of a year."""
