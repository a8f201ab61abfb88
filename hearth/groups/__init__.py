"""Support groups and who belongs to them.

Nouns: group, membership (a person's name and look inside one group), agreement, request, invitation, welcome.
Never tells anyone outside that a person belongs, and never lets two memberships of one person be linked.
"""
