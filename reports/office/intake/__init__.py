"""From a file into an entry sheet: upload, what was recognised, preview, confirmation, undo."""
