"""Signing in to the office: lockout, second factor, sessions, confirming who one is again.

A person whose password was right but whose code is missing is nobody: everywhere outside this
package `request.user` is anonymous until the sign-in is complete (`middleware`).
"""
