"""Small counts of people: which figures are withheld, and that nothing shown leads back to them."""
