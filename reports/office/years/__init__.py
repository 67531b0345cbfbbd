"""The new-year wizard: choices, what would be made, and making it.

Looking writes nothing; what goes on into a year is said by the apps.
"""
