from django.db import models

from hearth.base.ids import new_id


class Row(models.Model):
    """A row whose id can stand in a URL."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


class JournalEntry(models.Model):
    """One deed of weight: who, what, about what, when. Written by `base/journal.py`, changed by nobody."""

    at = models.DateTimeField()
    action = models.CharField(max_length=80)
    # No foreign key: the entry must outlive the account, as a number that then leads to nobody.
    by_id = models.BigIntegerField(null=True, db_index=True)
    about = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True, db_index=True)
    ids = models.JSONField(default=dict)
    after = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = "journal entry"
        verbose_name_plural = "journal entries"


class Lease(models.Model):
    """A duty that one process at a time may hold, until it lets go or stops renewing."""

    name = models.CharField(max_length=60, primary_key=True)
    holder = models.CharField(max_length=40)
    until = models.DateTimeField()
