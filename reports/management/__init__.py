"""The core's commands, each a thin call of what a wing does."""
