"""The project: settings, the URL table and the small library below every application."""
