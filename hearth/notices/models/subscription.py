import hashlib

from django.db import models

from hearth.base.models import Row
from hearth.notices.queries import SubscriptionQuerySet


class Subscription(Row):
    """A browser that may be knocked at, as long as it is signed in: with the session ends the knocking.

    Otherwise a borrowed phone would go on telling whoever holds it that something waits for someone.
    """

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="subscriptions")
    session = models.ForeignKey("people.Session", on_delete=models.CASCADE, related_name="+")
    # One browser, one person: whoever signed in there last.
    endpoint = models.CharField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    device = models.CharField(max_length=60, blank=True, default="")
    made_at = models.DateTimeField()

    objects = SubscriptionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"subscription {self.pk}"

    @property
    def digest(self) -> str:
        """By which a browser knows itself on the page, without the page giving the address to whoever looks at it."""
        return hashlib.sha256(self.endpoint.encode()).hexdigest()
