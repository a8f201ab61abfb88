"""Carries letters and reads none of them: e-mail and web push, by way of an outbox in the database.

Callers write a `Letter` through `outbox` in their own transaction; the worker carries it afterwards, and only
the worker touches the network. This room knows addresses but no people: who is told what, and in which words,
is settled above. It never puts two recipients on one letter, never sends late what is useless by then, and
never keeps what it has carried.
"""
