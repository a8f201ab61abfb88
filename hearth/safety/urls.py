from django.urls import path, register_converter

from hearth.safety.views import concerns, crisis, desk, reports


class KindConverter:
    """The two lists of the desk."""

    regex = "concerns|reports"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(KindConverter, "desk_kind")

app_name = "safety"
urlpatterns = [
    path("help/", crisis.show, name="crisis.show"),
    path("help/grounding/", crisis.grounding, name="crisis.grounding"),
    path("help/now/", crisis.care, name="crisis.care"),
    path("worry/new/", concerns.new, name="concerns.new"),
    path("worry/", concerns.create, name="concerns.create"),
    path("worry/self/", concerns.ask, name="concerns.self"),
    path("worry/<key:concern>/", concerns.show, name="concerns.show"),
    path("report/new/", reports.new, name="reports.new"),
    path("report/", reports.create, name="reports.create"),
    path("report/<key:report>/", reports.show, name="reports.show"),
    path("desk/", desk.index, name="desk.index"),
    path("desk/concerns/<key:item>/level/", desk.regrade, name="desk.regrade"),
    path("desk/<desk_kind:kind>/<key:item>/", desk.show, name="desk.show"),
    path("desk/<desk_kind:kind>/<key:item>/claim/", desk.claim, name="desk.claim"),
    path("desk/<desk_kind:kind>/<key:item>/let-go/", desk.let_go, name="desk.let_go"),
    path("desk/<desk_kind:kind>/<key:item>/answer/", desk.settle, name="desk.settle"),
]
