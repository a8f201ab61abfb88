from hearth.base import clock
from hearth.base.events import alongside
from hearth.base.permissions import HEARTH
from hearth.conversations.events import PostEdited, PostPublished, ThreadOpened
from hearth.conversations.models import Post
from hearth.safety.actions import concerns

GRAVE = {"high", "imminent"}


@alongside(ThreadOpened, PostPublished, PostEdited)
def notice(fact) -> None:
    """Where words may mean danger, a person is asked to look at the same commit: the post and its place on the desk
    become true together. The post itself is never held back.
    """
    if fact.risk not in GRAVE:
        return
    posts = Post.objects.select_related("author", "author__person", "group", "thread")
    if fact.post_id:
        post = posts.get(pk=fact.post_id)
    else:
        post = posts.get(thread=fact.thread_id, is_opening=True)
    concerns.notice(post=post, risk=fact.risk, by=HEARTH, now=clock.now())
