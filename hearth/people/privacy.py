from django.utils.translation import gettext_lazy as _

from hearth.base.privacy import Data, Promise
from hearth.people.models import Person, Session

promises = [
    Promise(
        Person,
        title=_("Your account"),
        order=90,
        fields={
            "id": Data.PLUMBING,
            "password": Data.SECRET,
            "last_login": Data.ACCOUNT,
            "sign_in_name": Data.ACCOUNT,
            "display_name": Data.ACCOUNT,
        },
    ),
    Promise(Session, order=80, fields={}),
]
