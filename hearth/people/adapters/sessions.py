"""Sessions whose keys are stored hashed and whose owners can be listed and signed out."""

import hashlib
from datetime import timedelta

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

BORROWED_FOR = timedelta(hours=2)


def hashed(session_key: str) -> str:
    return hashlib.sha256(session_key.encode()).hexdigest()[:40]


class SessionStore(DatabaseStore):
    """Database sessions; the browser holds the key, the table only its hash."""

    @classmethod
    def get_model_class(cls):
        from hearth.people.models import Session  # house: needs the loaded apps

        return Session

    def _get_session_from_db(self):
        try:
            return self.model.objects.get(
                session_key=hashed(self.session_key), expire_date__gt=timezone.now()
            )
        except self.model.DoesNotExist:
            self._session_key = None
            return None

    def exists(self, session_key):
        return self.model.objects.filter(session_key=hashed(session_key)).exists()

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.session_key = hashed(self._get_or_create_session_key())
        row.person_id = int(data[SESSION_KEY]) if data.get(SESSION_KEY) else None
        row.device = data.get("device", "")
        row.borrowed = bool(data.get("borrowed"))
        row.since_on = data.get("since_on") or timezone.now().date()
        row.seen_on = timezone.now().date()
        return row

    def delete(self, session_key=None):
        key = session_key or self.session_key
        if key:
            self.model.objects.filter(session_key=hashed(key)).delete()
