"""Model texts of the law's statements, and the confirmation of what an officer declares."""
