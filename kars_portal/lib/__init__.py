"""Helpers without models: Turkish letters, numbers, design tokens, modules loaded on use."""
