from django.db import models

from hearth.base.ids import new_id


class Row(models.Model):
    """A row whose id can stand in a URL."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True
