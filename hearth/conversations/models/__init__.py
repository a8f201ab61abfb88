from hearth.conversations.models.keeping import Draft, Keepsake, ReadMark, Watch
from hearth.conversations.models.post import Post, SearchLine
from hearth.conversations.models.response import Response, Thanks
from hearth.conversations.models.thread import Thread

__all__ = ["Draft", "Keepsake", "Post", "ReadMark", "Response", "SearchLine", "Thanks", "Thread", "Watch"]
