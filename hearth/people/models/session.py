from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models

from hearth.people.queries import SessionQuerySet


class SessionManager(BaseSessionManager.from_queryset(SessionQuerySet)):
    use_in_migrations = True


class Session(AbstractBaseSession):
    """A device that is signed in. The key is stored hashed: a copied database opens no account.

    Kept without address and without the browser's full name: a person must be able to recognise a device,
    nobody else must be able to follow it.
    """

    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, null=True, blank=True, related_name="sessions"
    )
    device = models.CharField(max_length=60, blank=True, default="")
    since_on = models.DateField(null=True, blank=True)
    seen_on = models.DateField(null=True, blank=True)
    # "This is not my device": ends with the browser and after two quiet hours.
    borrowed = models.BooleanField(default=False)

    objects = SessionManager()

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        verbose_name = "session"

    @classmethod
    def get_session_store_class(cls):
        from hearth.people.adapters.sessions import SessionStore  # house: the store needs this model first

        return SessionStore
