"""Views of the public site, one module for each noun."""
