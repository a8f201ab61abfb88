from django.views.decorators.csrf import csrf_exempt

from hearth.base.http import ANYONE, open_to, page
from hearth.notices.actions import choices, letters


# A mail program presses this button for its reader (RFC 8058), with no cookie and no form of ours: the signed
# token in the address is what entitles to it, and all it can do is make the house say less.
@csrf_exempt
@open_to(ANYONE, "GET", "POST")
def edit(request, token):
    """Stop all letters to the address a letter went to. Says nothing about whose it is, or whether there is one."""
    if not letters.is_stop_token(token):
        response = page(request, "notices/stop/broken.html", status=404)
    elif request.method != "POST":
        response = page(request, "notices/stop/edit.html")
    else:
        person = letters.reader_of(token)
        if person:
            choices.stop_letters(by=person)
        response = page(request, "notices/stop/done.html")
    response["Cache-Control"] = "no-store, private"
    # The address of this page is the key to it: it goes along to nowhere.
    response["Referrer-Policy"] = "no-referrer"
    return response
