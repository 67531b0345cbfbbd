"""From a file into an entry sheet, through the pages."""
