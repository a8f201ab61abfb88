from hearth.base.privacy import Data, Promise
from hearth.meetings.models import Meeting, Occurrence

# Nothing here is about a person: who comes to a meeting is not written down.
promises = [
    Promise(
        Meeting,
        fields={
            "id": Data.PLUMBING,
            "group": Data.PUBLIC,
            "title": Data.PUBLIC,
            "rule": Data.PUBLIC,
            "at": Data.PUBLIC,
            "zone": Data.PUBLIC,
            "minutes": Data.PUBLIC,
            "place": Data.PUBLIC,
            "way": Data.PUBLIC,
            "venue": Data.PUBLIC,
            "access": Data.PUBLIC,
            "typing": Data.PUBLIC,
            "captions": Data.PUBLIC,
            "step_free": Data.PUBLIC,
            "hearing_loop": Data.PUBLIC,
            "begins_on": Data.PUBLIC,
            "ended_on": Data.PUBLIC,
            "next_starts_at": Data.PUBLIC,
        },
    ),
    Promise(Occurrence, fields={"id": Data.PLUMBING, "meeting": Data.PUBLIC, "starts_at": Data.PUBLIC}),
]
