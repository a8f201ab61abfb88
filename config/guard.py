"""What a house with real people in it must never be started with."""

from django.core.exceptions import ImproperlyConfigured


def refuse_unsafe(settings: dict) -> None:
    """Raise ImproperlyConfigured, naming every unsafe value at once, before anything listens."""
    wrong = []
    if settings["DEBUG"]:
        wrong.append("HEARTH_DEBUG must be off: error pages would show members' words.")
    secret = settings["SECRET_KEY"]
    if len(secret) < 50 or len(set(secret)) < 10 or "development" in secret:
        wrong.append("HEARTH_SECRET_KEY must be at least 50 random characters.")
    if not settings["BASE_URL"].startswith("https://"):
        wrong.append("HEARTH_BASE_URL must begin with https://.")
    hosts = settings["ALLOWED_HOSTS"]
    if not hosts or "*" in hosts:
        wrong.append("HEARTH_HOSTS must list this house's host names.")
    if "localhost" in settings["DEFAULT_FROM_EMAIL"]:
        wrong.append("HEARTH_MAIL_FROM must be an address people can answer.")
    if not settings["EMAIL_HOST"]:
        wrong.append("EMAIL_HOST must name a mail server: invitations and resets would go nowhere.")
    if "hearth.workshop" in settings["INSTALLED_APPS"]:
        wrong.append("The workshop lets anyone become anyone; it cannot be installed in production.")
    database = settings["DATABASES"]["default"]
    if database["ENGINE"].endswith("postgresql") and database["HOST"] and not database["PASSWORD"]:
        if not str(database["HOST"]).startswith("/"):
            wrong.append("DATABASE_URL must carry a password when the database is reached over a network.")
    if wrong:
        raise ImproperlyConfigured("This house is not safe to open:\n  - " + "\n  - ".join(wrong))
