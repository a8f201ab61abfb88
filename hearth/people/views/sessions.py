from django.contrib.auth import logout
from django.urls import reverse
from django.utils.formats import date_format

from hearth.base.http import SIGNED_IN, answer, found, open_to, page
from hearth.people.actions import sessions as devices
from hearth.people.adapters.sessions import hashed
from hearth.people.models import Session


@open_to(SIGNED_IN)
def index(request):
    sessions = [
        (session, date_format(session.since_on, "j F"), date_format(session.seen_on, "j F"))
        for session in Session.objects.visible_to(request.user, request.now)
    ]
    return page(
        request,
        "people/sessions/index.html",
        sessions=sessions,
        here=hashed(request.session.session_key),
        done=request.GET.get("done", ""),
    )


@open_to(SIGNED_IN, "POST")
def destroy(request, handle):
    """Sign one device out. `handle` is the front of the stored hash: enough to name it, useless to anyone else."""
    session = found(Session.objects.visible_to(request.user, request.now), session_key__startswith=handle)
    if session.session_key == hashed(request.session.session_key):
        logout(request)
        return answer(request, to=reverse("account_login"))
    devices.end(session=session, by=request.user)
    return answer(request, to=reverse("people:sessions.index") + "?done=one")


@open_to(SIGNED_IN, "POST")
def destroy_others(request):
    devices.end_others(person=request.user, keep=hashed(request.session.session_key), by=request.user)
    return answer(request, to=reverse("people:sessions.index") + "?done=others")


@open_to(SIGNED_IN, "POST")
def borrow(request):
    """This is not my device: the session ends with the browser, and after two hours without use."""
    request.session["borrowed"] = True
    return answer(request, to=reverse("people:sessions.index"))
