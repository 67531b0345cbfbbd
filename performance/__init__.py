"""Promises: plan, goals, objectives, indicators and their years, strengths and weaknesses."""
