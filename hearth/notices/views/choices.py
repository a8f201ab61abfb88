from django.urls import reverse

from hearth.base.http import SIGNED_IN, answer, open_to, page
from hearth.base.transactions import writing
from hearth.delivery import outbox, webpush
from hearth.groups.models import Membership
from hearth.notices.actions import choices
from hearth.notices.forms import GroupForm, HourForm
from hearth.notices.models import DigestTime, Naming, Subscription
from hearth.notices.models.wishes import has_confirmed


@open_to(SIGNED_IN, "GET", "POST")
def edit(request):
    """Group by group what I want to hear; when the letter of the day comes; which devices may be knocked at."""
    me = request.user
    hour = HourForm(request.POST or None, instance=DigestTime(person=me, at=DigestTime.of(me)))
    memberships = list(Membership.objects.of(me).select_related("group").order_by("group__name"))
    named = set(Naming.objects.filter(membership__in=memberships).values_list("membership", flat=True))
    groups = [
        GroupForm(request.POST or None, membership=membership, named=membership.pk in named)
        for membership in memberships
    ]
    if request.method != "POST":
        return shown(request, hour, groups)
    if not all([hour.is_valid(), *(form.is_valid() for form in groups)]):
        return shown(request, hour, groups, status=422)
    with writing():
        choices.set_digest_time(at=hour.cleaned_data["at"], by=me)
        for form in groups:
            choices.set_for_group(membership=form.membership, **form.cleaned_data, now=request.now, by=me)
    return answer(request, to=reverse("notices:choices.edit") + "?saved=1")


def shown(request, hour, groups, status=200):
    me = request.user
    return page(
        request,
        "notices/choices/edit.html",
        status=status,
        hour=hour,
        groups=groups,
        saved="saved" in request.GET and status == 200,
        tried="tried" in request.GET,
        confirmed=bool(me.email) and has_confirmed(me),
        refused=bool(me.email) and outbox.is_refused(me.email),
        devices=list(Subscription.objects.visible_to(me).live(request.now).newest_first()),
        public_key=webpush.public_key(),
        borrowed=bool(request.session.get("borrowed")),
    )
