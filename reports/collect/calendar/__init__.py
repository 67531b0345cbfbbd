"""The report's calendar: rules of the law, the milestones of a year, reminders of what is due."""
