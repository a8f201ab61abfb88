from hearth.conversations.queries.spoken import (
    OwnQuerySet,
    PostQuerySet,
    ResponseQuerySet,
    ThanksQuerySet,
    ThreadQuerySet,
    WatchQuerySet,
)

__all__ = ["OwnQuerySet", "PostQuerySet", "ResponseQuerySet", "ThanksQuerySet", "ThreadQuerySet", "WatchQuerySet"]
