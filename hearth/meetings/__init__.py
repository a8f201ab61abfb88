"""When and where a group meets.

Nouns: meeting (a regular one) and its next occurrence, in the meeting's own zone and the reader's.
Never publishes a way into a room.
"""
