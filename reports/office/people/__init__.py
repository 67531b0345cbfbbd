"""People of the office: accounts and roles, what somebody who leaves has in hand, who takes over.

Accounts are closed, never deleted.
"""
