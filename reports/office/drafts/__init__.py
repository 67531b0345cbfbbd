"""The draft on screen: sections as citizens would see them, for those who have a duty there."""
