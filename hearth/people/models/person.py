from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from hearth.base import clock
from hearth.base.models import Row
from hearth.people.queries import PersonQuerySet

ZONES = frozenset(available_timezones())


def choose_zone(name: str) -> None:
    """Refuse a time zone that this machine does not know."""
    if name not in ZONES:
        raise ValidationError(_("We don’t know that time zone. Choose one from the list."))


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):
    use_in_migrations = False

    def get_by_natural_key(self, sign_in_name):
        return self.get(sign_in_name__iexact=sign_in_name)


class Person(Row, AbstractBaseUser):
    """Someone with an account. Nobody but the person meets this row: in a group they are a membership."""

    class HouseRole(models.TextChoices):
        NONE = "", _("member")
        RESPONDER = "responder", _("responder")
        STEWARD = "steward", _("steward")

    class TextSize(models.TextChoices):
        NORMAL = "", _("Normal")
        LARGE = "large", _("Large")
        LARGER = "larger", _("Larger")

    class Theme(models.TextChoices):
        SYSTEM = "", _("As my device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    sign_in_name = models.CharField(_("sign-in name"), max_length=40, unique=True)
    display_name = models.CharField(_("name"), max_length=40)
    pattern = models.PositiveSmallIntegerField(default=1)
    dye = models.PositiveSmallIntegerField(default=1)
    email = models.EmailField(_("e-mail address"), blank=True, default="")
    is_active = models.BooleanField(default=True)
    house_role = models.CharField(max_length=12, choices=HouseRole, blank=True, default=HouseRole.NONE)
    adult_attested_at = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(default=clock.now)
    # Days, not instants: enough to greet someone who was away, too little to watch them. `last_visit_on` is the
    # day of the visit before this one, in the person's own zone.
    seen_on = models.DateField(null=True, blank=True)
    last_visit_on = models.DateField(null=True, blank=True)
    last_login = None
    # Four words, hashed like a passphrase: the way back in for someone without an e-mail address.
    way_back = models.CharField(max_length=128, blank=True, default="")
    # Whether the header says that something is new: kept here so that no page has to count.
    has_news = models.BooleanField(default=False)

    language = models.CharField(max_length=10, default="en-gb")
    zone = models.CharField(max_length=64, default="Europe/London", validators=[choose_zone])
    country = models.CharField(max_length=2, blank=True, default="")
    text_size = models.CharField(max_length=8, choices=TextSize, blank=True, default=TextSize.NORMAL)
    theme = models.CharField(max_length=8, choices=Theme, blank=True, default=Theme.SYSTEM)
    low_energy = models.BooleanField(default=False)
    discreet = models.BooleanField(default=True)
    coach_off = models.BooleanField(default=False)
    quiet_from = models.TimeField(default="21:00")
    quiet_until = models.TimeField(default="08:00")
    daily_cap = models.PositiveSmallIntegerField(default=2)
    letters = models.CharField(max_length=8, default="none")
    folded_notes = models.JSONField(default=list, blank=True)
    exit_signs_out = models.BooleanField(default=False)

    objects = PersonManager()

    USERNAME_FIELD = "sign_in_name"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(models.functions.Lower("sign_in_name"), name="sign_in_name_once"),
        ]

    def __str__(self) -> str:
        # Never the name: str() ends in logs and error reports.
        return f"person {self.pk}"

    @property
    def is_steward(self) -> bool:
        return self.house_role == self.HouseRole.STEWARD

    @property
    def tzinfo(self) -> ZoneInfo:
        return ZoneInfo(self.zone if self.zone in ZONES else settings.TIME_ZONE)
