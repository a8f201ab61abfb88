from hearth.base.http import ANYONE, open_to, page
from hearth.home.forms import Answers
from hearth.home.queries import finding


@open_to(ANYONE, "GET", "POST")
def show(request):
    """A few questions, answered on the same page. The answers stand in no address, session or row."""
    answers = Answers.read(request.POST, **finding.known_choices(request.now))
    found = finding.suggestions(answers, request.now) if request.method == "POST" else None
    return page(request, "home/choosing/show.html", answers=answers, found=found)
