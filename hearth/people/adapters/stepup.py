"""Asking once more who it is, before what cannot be taken back."""

import functools
from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.urls import reverse

from hearth.base.http import see_other


def ask_again(view):
    """Open a door only to someone who has just shown again who they are; whoever has nothing to show passes."""

    @functools.wraps(view)
    def guarded(request, *args, **kwargs):
        if did_recently_reauthenticate(request):
            return view(request, *args, **kwargs)
        return see_other(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.path})}")

    return guarded
