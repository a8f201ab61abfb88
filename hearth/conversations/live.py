from hearth.base import live
from hearth.conversations.models import Thread


def may_hear_thread(person, thread_id: int) -> bool:
    return Thread.objects.visible_to(person).filter(pk=thread_id).exists()


live.declare("thread", may_hear_thread)
