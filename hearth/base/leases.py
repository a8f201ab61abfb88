"""Who holds what cannot be shared, by the clock of the database and not of any one machine."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Now

from hearth.base.models import Lease
from hearth.base.transactions import writing


def hold(name: str, holder: str, term: timedelta) -> bool:
    """Take or renew a lease; False while someone else holds it."""
    with writing():
        mine = Lease.objects.filter(Q(holder=holder) | Q(until__lt=Now()), name=name)
        if mine.update(holder=holder, until=Now() + term):
            return True
        try:
            with transaction.atomic():
                Lease.objects.create(name=name, holder=holder, until=Now() + term)
        except IntegrityError:
            return False
    return True


def let_go(holder: str) -> None:
    """Give back everything this holder holds, so that nobody has to wait for it to run out."""
    with writing():
        Lease.objects.filter(holder=holder).delete()


def holders(kind: str) -> set[str]:
    """Return who holds a lease named `kind:…` at this moment."""
    return set(Lease.objects.filter(name__startswith=f"{kind}:", until__gte=Now()).values_list("holder", flat=True))


def forget_expired() -> None:
    """Delete what ran out long ago: a process that was killed never let go of its leases."""
    with writing():
        Lease.objects.filter(until__lt=Now() - timedelta(days=1)).delete()
