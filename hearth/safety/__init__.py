"""Help now, being worried about someone, what broke the agreement, and the desk where people look.

Everything up to a row on the desk happens in one transaction, so that no process has to be alive for a duty to
exist. The crisis page needs not even that: it answers from memory.
"""
