"""Accounts: one person, how they come in, what they prefer, how they take everything and leave.

Nouns: person, session, way back. Never shows an account to another member; others meet memberships, in `groups`.
"""
