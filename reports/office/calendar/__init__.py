"""The calendar page, and the screens of its rules and milestones.

Knows the calendar of collecting; decides no deadline itself.
"""
