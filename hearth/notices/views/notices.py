from hearth.base.http import SIGNED_IN, found, open_to, see_other
from hearth.notices.actions import notices
from hearth.notices.models import Notice


@open_to(SIGNED_IN)
def show(request, notice):
    """Where a letter's link leads: through sign-in to the thing itself, or to nothing if it is no longer theirs."""
    notice = found(Notice.objects.visible_to(request.user).select_related("person"), pk=notice)
    notices.see(notice=notice, now=request.now, by=request.user)
    return see_other(notice.url)
