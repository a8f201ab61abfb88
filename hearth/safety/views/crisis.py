"""Help now. Open to anybody, with or without an account, and answered from memory."""

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language

from hearth.base.http import ANYONE, open_to, page, wants_piece
from hearth.conversations.models import Post
from hearth.safety.forms import chosen_key
from hearth.safety.models import Concern
from hearth.safety.queries.lines import BOOK, Country, country_names, country_of_languages
from hearth.screening.engine import read

# How many lines stand open; more would be a list to read through, at the wrong moment.
FIRST = 5


def country_for(request) -> Country:
    """The country asked for, else the person's own, else the one the browser speaks of, else the house's."""
    person = request.user
    wished = (
        request.GET.get("country", ""),
        person.country if person.is_authenticated else "",
        country_of_languages(request.headers.get("Accept-Language", "")),
        settings.HOUSE["country"],
    )
    known = (BOOK.country(code) for code in wished if code)
    return next((country for country in known if country), BOOK.country("GB"))


def help_for(request) -> dict:
    """What a page needs to say whom to call, in the order in which to say it."""
    here = country_for(request)
    language = get_language() or settings.LANGUAGE_CODE
    lines = here.lines_for(language)
    names = country_names(language)
    return {
        "here": here,
        "here_name": dict(names)[here.code],
        "general": [line for line in lines if line.is_general],
        "some": [line for line in lines if line.is_for_some],
        "young": [line for line in lines if line.is_for_young],
        "first": FIRST,
        "countries": names,
        "directories": BOOK.directories,
        "checked_on": BOOK.checked_on,
        "is_stale": BOOK.is_stale(request.now.date()),
        "on_day": lambda day: date_format(day, "DATE_FORMAT"),
    }


@open_to(ANYONE, rows=False)
def show(request):
    return page(request, "safety/crisis/show.html", **help_for(request))


@open_to(ANYONE, rows=False)
def grounding(request):
    return page(request, "safety/crisis/grounding.html")


@open_to(ANYONE)
def care(request):
    """For someone who may have just written something very heavy: people, something to hold on to, someone here.

    What to say follows from their own post, read again here, so that no address ever tells how bad it was.
    """
    post = own_post(request)
    return page(
        request,
        "safety/care/_panel.html" if wants_piece(request) else "safety/care/show.html",
        risk=read(f"{post.thread.title}\n{post.body}" if post.is_opening else post.body).risk if post else "none",
        someone_asked=Concern.objects.waiting().filter(source=Concern.Source.HOUSE, post=post).exists()
        if post
        else False,
        back=reverse("conversations:threads.show", args=[post.thread_id]) if post else "",
        **help_for(request),
    )


def own_post(request) -> Post | None:
    """The reader's own post, when the address names one; help is shown without it, too."""
    if not request.user.is_authenticated:
        return None
    try:
        chosen = chosen_key(request.GET, "post")
    except ValueError:
        return None
    own = Post.objects.visible_to(request.user).standing().filter(author__person=request.user.pk)
    return own.filter(pk=chosen).select_related("thread").first() if chosen else None
