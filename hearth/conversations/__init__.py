"""What members say to each other between meetings.

Nouns: thread, post, response, thanks, keepsake, draft; the reply clock that leaves nobody unanswered.
Never counts applause, never shows a word outside its group.
"""
