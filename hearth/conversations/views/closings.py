from django.urls import reverse

from hearth.base.http import SIGNED_IN, answer, found, open_to, page
from hearth.conversations.actions import threads
from hearth.conversations.forms import ClosingForm
from hearth.conversations.models import Thread
from hearth.conversations.permissions import Can
from hearth.groups.permissions import require


@open_to(SIGNED_IN, "GET", "POST")
def create(request, thread):
    """Bring a conversation to rest, with a word to those in it."""
    thread = found(Thread.objects.visible_to(request.user).select_related("group"), pk=thread)
    require(request.user, Can.CLOSE_THREAD, thread)
    if request.method != "POST":
        return page(request, "conversations/threads/close.html", thread=thread, form=ClosingForm())
    form = ClosingForm(request.POST)
    if not form.is_valid():
        return page(request, "conversations/threads/close.html", status=422, thread=thread, form=form)
    threads.close(thread=thread, words=form.cleaned_data["words"], by=request.user)
    return answer(request, to=reverse("conversations:threads.show", args=[thread.pk]))


@open_to(SIGNED_IN, "POST")
def destroy(request, thread):
    """Open it again."""
    thread = found(Thread.objects.visible_to(request.user).select_related("group"), pk=thread)
    threads.reopen(thread=thread, by=request.user)
    return answer(request, to=reverse("conversations:threads.show", args=[thread.pk]))
