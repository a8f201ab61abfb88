from django.http import JsonResponse
from django.urls import reverse

from hearth.base.http import SIGNED_IN, answer, open_to
from hearth.conversations.models import coach
from hearth.people.actions import accounts


@open_to(SIGNED_IN)
def index(request):
    """The rules of the reply coach, for the page that applies them. They say nothing about anyone."""
    response = JsonResponse({"rules": coach.told()})
    response["Cache-Control"] = "private, max-age=86400"
    response["Vary"] = "Cookie"
    return response


@open_to(SIGNED_IN, "POST")
def edit(request):
    """Turn hints off or on, for good."""
    wanted = request.POST.get("wanted") == "yes"
    accounts.change_settings(person=request.user, changes={"coach_off": not wanted}, by=request.user)
    return answer(request, to=reverse("conversations:notes.edit") + "?saved=1#hints")
