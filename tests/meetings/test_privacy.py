"""What is promised about meetings: every field is named, and nothing is about a person."""

from hearth.meetings import privacy


def test_every_field_is_named():
    for promise in privacy.promises:
        assert set(promise.fields) == {field.name for field in promise.model._meta.concrete_fields}


def test_nothing_leads_to_a_person():
    for promise in privacy.promises:
        assert not any(field.related_model and "person" in field.name for field in promise.model._meta.fields)
