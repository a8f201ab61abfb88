from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.urls import reverse

from hearth.base.http import DEVELOPERS, found, open_to, page, see_other
from hearth.workshop import queries
from hearth.workshop.actions import demo

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@open_to(DEVELOPERS)
def index(request):
    """Everyone of the demo with their story: the cast first, then all others."""
    stories = {entry["sign_in"]: entry for entry in queries.read("people")}
    people = list(queries.everyone())
    for person in people:
        person.story = stories.get(person.sign_in_name, {}).get("story", "")
    order = [name for name, entry in stories.items() if entry.get("cast")]
    cast = [person for person in people if person.sign_in_name in order]
    return page(
        request,
        "workshop/cast/index.html",
        cast=sorted(cast, key=lambda person: order.index(person.sign_in_name)),
        others=[person for person in people if person.sign_in_name not in order],
        passphrase=demo.PASSPHRASE,
    )


@open_to(DEVELOPERS, "POST")
def become(request, person):
    """Sign in as someone, without passphrase or second factor, and open Today as them."""
    someone = found(queries.everyone(), pk=person)
    login(request, someone, backend=BACKEND)
    # Roles work only after a second factor; on the bench it counts as shown.
    record_authentication(request, someone, "password", username=someone.sign_in_name)
    record_authentication(request, someone, "mfa", type="totp")
    return see_other(reverse("home:today.show"))
