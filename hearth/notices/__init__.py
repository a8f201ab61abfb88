"""Who is told what, when, and by which way: in the house itself, by e-mail, by a knock on a browser.

Nouns: notice (something waits for one person), errand (one going out about it), digest (the letter of the day),
subscription (a browser that may be knocked at). Listens to the rooms below and is called by none of them.
Never says outside the house which group, who or what; never goes out unasked, in quiet hours or without end.
"""
