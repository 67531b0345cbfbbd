"""People of the office: what somebody who leaves has in hand, and who takes over.

Accounts are closed, never deleted.
"""
