from django.http import HttpResponse
from django.urls import reverse

from hearth.base.http import SIGNED_IN, answer, found, open_to
from hearth.notices.actions import subscriptions
from hearth.notices.forms import EndpointForm, PushForm
from hearth.notices.models import Subscription
from hearth.people.adapters.sessions import hashed
from hearth.people.models import Session


@open_to(SIGNED_IN, "POST")
def create(request):
    """This browser agrees to be knocked at."""
    form = PushForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    here = hashed(request.session.session_key)
    session = found(Session.objects.visible_to(request.user, request.now), session_key=here)
    subscriptions.subscribe(session=session, **form.cleaned_data, now=request.now, by=request.user)
    return answer(request, to=reverse("notices:choices.edit") + "#devices")


@open_to(SIGNED_IN, "POST")
def destroy_here(request):
    """This browser agrees no more; it names itself by its endpoint."""
    form = EndpointForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    for subscription in Subscription.objects.visible_to(request.user).filter(endpoint=form.cleaned_data["endpoint"]):
        subscriptions.unsubscribe(subscription=subscription, by=request.user)
    return answer(request, to=reverse("notices:choices.edit") + "#devices")


@open_to(SIGNED_IN, "POST")
def destroy(request, subscription):
    """No more knocks at one of my devices."""
    subscription = found(Subscription.objects.visible_to(request.user).select_related("person"), pk=subscription)
    subscriptions.unsubscribe(subscription=subscription, by=request.user)
    return answer(request, to=reverse("notices:choices.edit") + "#devices")


@open_to(SIGNED_IN, "POST")
def try_out(request):
    """One knock at my own devices, to see what a lock screen shows."""
    subscriptions.try_out(now=request.now, by=request.user)
    return answer(request, to=reverse("notices:choices.edit") + "?tried=1#devices")
