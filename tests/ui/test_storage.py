"""One style sheet, one script, one sheet of icons."""

import re
from pathlib import Path

import brotli
import pytest

from hearth.ui import storage

LAYERS = ["reset", "tokens", "base", "layout", "components", "features", "utilities"]


def without_comments(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


def test_the_order_of_layers_is_said_first_and_once():
    css = without_comments(storage.style_sheet()).strip()
    assert css.startswith(f"@layer {', '.join(LAYERS)};")
    assert len(re.findall(r"@layer [\w, ]+;", css)) == 1


def test_every_rule_stands_in_a_declared_layer():
    css = without_comments(storage.style_sheet())
    opened = set(re.findall(r"@layer (\w+) {", css))
    assert opened <= set(LAYERS)
    # Outside of layers there are only the fonts and the order itself.
    depth, outside = 0, ""
    for sign in css:
        depth += (sign == "{") - (sign == "}")
        if depth == 0:
            outside += sign
    assert depth == 0
    left = re.sub(r"@layer [\w, ]+;?|@font-face|[{}\s]", "", outside)
    assert left == ""


def test_what_belongs_to_a_feature_stands_in_the_features_layer_only():
    for name, path in storage.sources(storage.FEATURE_STYLES):
        assert set(re.findall(r"@layer (\w+) {", without_comments(path.read_text()))) == {"features"}, name


def test_styles_know_directions_only_as_start_and_end():
    sided = re.compile(
        r"(?<![\w-])(?:margin|padding|border|inset)-(?:left|right|top|bottom)\b|(?<![\w-])(?:left|right|top|bottom):|text-align:\s*(?:left|right)|float:"
    )
    for name in storage.STYLES:
        path = storage.finders.find(f"ui/css/{name}.css")
        assert not sided.search(without_comments(Path(path).read_text())), name
    for name, path in storage.sources(storage.FEATURE_STYLES):
        assert not sided.search(without_comments(path.read_text())), name


def test_nothing_in_the_style_sheet_comes_from_elsewhere():
    assert not re.search(r"@import|https?:|//[a-z]", without_comments(storage.style_sheet()))


def test_every_element_is_defined_once_in_a_file_of_its_name():
    defined = []
    for name, path in storage.sources(storage.ELEMENTS):
        for element in re.findall(r"customElements\.define\('([\w-]+)'", path.read_text()):
            assert path.stem == element, name
            defined.append(element)
    assert {"quick-exit", "in-place", "live-region", "keep-draft"} <= set(defined)
    assert sorted(defined) == sorted(set(defined))


def test_elements_share_nothing_but_the_page():
    for name, path in storage.sources(storage.ELEMENTS):
        text = path.read_text()
        assert not re.search(r"^\s*(import|export)\b|\bimport\(", text, re.MULTILINE), name
        assert not re.search(
            r"\beval\(|new Function|innerHTML|outerHTML\s*=(?!=)|insertAdjacentHTML|document\.write", text
        ), name


def test_no_words_are_left_on_the_device():
    """On a shared phone the browser's own storage outlives the person who typed."""
    for name, path in storage.sources(storage.ELEMENTS):
        assert not re.search(r"localStorage|indexedDB|sessionStorage(?!\.clear\(\))", path.read_text()), name


def test_the_script_is_small_enough_for_a_bad_line():
    assert len(brotli.compress(storage.script().encode())) <= 5 * 1024


def test_the_style_sheet_is_small_enough_for_a_bad_line():
    assert len(brotli.compress(storage.style_sheet().encode())) <= 12 * 1024


def test_collected_files_carry_their_fingerprint():
    for name in storage.MADE:
        stem, ending = name.rsplit(".", 1)
        assert re.fullmatch(rf"/static/{re.escape(stem)}\.[0-9a-f]{{12}}\.{ending}", storage_url(name))


def storage_url(name: str) -> str:
    from django.contrib.staticfiles.storage import staticfiles_storage

    return staticfiles_storage.url(name)


def test_the_fonts_the_style_sheet_asks_for_are_there():
    from django.contrib.staticfiles.storage import staticfiles_storage

    css = staticfiles_storage.open(staticfiles_storage.stored_name("ui/css/house.css")).read().decode()
    fonts = re.findall(r'url\("?([^")]+\.woff2)"?\)', css)
    assert len(fonts) == 4
    for font in fonts:
        assert re.search(r"\.[0-9a-f]{12}\.woff2$", font), font


@pytest.mark.parametrize(
    "setting", ["prefers-reduced-motion: reduce", "prefers-contrast: more", "forced-colors: active", "print"]
)
def test_what_a_person_asked_of_their_device_is_heard(setting):
    assert f"@media ({setting})" in storage.style_sheet() or f"@media {setting}" in storage.style_sheet()
