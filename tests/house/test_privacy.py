"""Every field of every row is classed, exported or not, erased or not, on purpose."""

from django.apps import apps

from hearth.base.privacy import Data, every_promise

# Rows of the libraries that hang on a person; `people` answers for them.
OF_LIBRARIES = {"account.EmailAddress", "mfa.Authenticator"}


def promised() -> dict:
    return {promise.model: promise for promise in every_promise()}


def our_models() -> list:
    ours = [
        model for config in apps.get_app_configs() if config.name.startswith("hearth.") for model in config.get_models()
    ]
    return [model for model in ours if model._meta.app_label not in {"base", "workshop"}]


def test_there_are_models_to_look_at():
    assert len(our_models()) > 20


def test_every_model_has_a_promise():
    missing = {model._meta.label for model in our_models()} - {model._meta.label for model in promised()}
    assert missing == set()


def test_the_libraries_rows_about_a_person_have_one_too():
    missing = OF_LIBRARIES - {model._meta.label for model in promised()}
    assert missing == set()


def test_every_field_is_classed():
    unclassed = []
    for model, promise in promised().items():
        fields = {field.name for field in model._meta.get_fields() if not field.auto_created or field.concrete}
        unclassed += [f"{model._meta.label}.{name}" for name in sorted(fields - set(promise.fields))]
        unclassed += [f"{model._meta.label}.{name} (gone)" for name in sorted(set(promise.fields) - fields)]
    assert unclassed == []


def test_what_is_a_persons_own_can_be_exported_or_says_why_not():
    own = {Data.WORDS, Data.MEMBERSHIP, Data.ACCOUNT, Data.INTIMATE}
    for model, promise in promised().items():
        if own & set(promise.fields.values()):
            assert promise.export or promise.why_kept, f"{model._meta.label}: export it or say why it is not"


def test_what_is_a_persons_own_is_erased_with_them_or_says_why_not():
    own = {Data.WORDS, Data.MEMBERSHIP, Data.ACCOUNT, Data.INTIMATE, Data.CARE}
    for model, promise in promised().items():
        if own & set(promise.fields.values()):
            assert promise.erase or promise.why_kept, f"{model._meta.label}: erase it or say why it stays"
