from django.urls import reverse

from hearth.base.http import SIGNED_IN, answer, found, open_to, page
from hearth.people.actions import accounts
from hearth.people.adapters.sessions import hashed
from hearth.people.models import Session


@open_to(SIGNED_IN)
def index(request):
    here = hashed(request.session.session_key)
    return page(request, "people/sessions/index.html", sessions=Session.objects.live_of(request.user), here=here)


@open_to(SIGNED_IN, "POST")
def destroy(request, handle):
    """Sign one device out. `handle` is the front of the stored hash: enough to name it, useless to anyone else."""
    session = found(Session.objects.live_of(request.user), session_key__startswith=handle)
    accounts.sign_out_device(session=session, by=request.user)
    return answer(request, to=reverse("people:sessions.index"))


@open_to(SIGNED_IN, "POST")
def destroy_others(request):
    accounts.sign_out_everywhere_else(
        person=request.user, keep=hashed(request.session.session_key), by=request.user
    )
    return answer(request, to=reverse("people:sessions.index"))


@open_to(SIGNED_IN, "POST")
def borrow(request):
    """"This is not my device": the session ends with the browser, and after two hours at the latest."""
    request.session["borrowed"] = True
    request.session.set_expiry(0)
    return answer(request, to=reverse("people:sessions.index"))
