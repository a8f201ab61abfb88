from hearth.base.http import ANYONE, found, open_to, page, wants_piece
from hearth.groups.models import Group
from hearth.home.queries import groups


@open_to(ANYONE)
def show(request, group):
    """A leaflet for strangers; for members the place where the group's conversations live."""
    home = groups.home_of(request.user, group)
    if home is None:
        leaflet = found(Group.objects.visible_to(request.user), pk=group)
        given = groups.leaflet(leaflet, request.user, request.now)
        return page(request, "home/group/leaflet.html", group=leaflet, **given)
    asked = {name: request.GET.get(name, "") for name in ("intent", "before")}
    if wants_piece(request):
        return page(request, "conversations/threads/_list.html", **groups.conversations(home, request.user, **asked))
    shown = groups.group_home(home, request.user, request.now, **asked)
    return page(request, "home/group/show.html", **shown)
