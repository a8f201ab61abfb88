import pytest
from django.urls import reverse


@pytest.mark.parametrize("name", ["permissions", "events", "privacy"])
def test_a_written_map_can_be_read(db, client, settings, tmp_path, name):
    (tmp_path / "docs").mkdir()
    for file in ("permission-map.md", "event-map.md", "privacy-map.md"):
        (tmp_path / "docs" / file).write_text("# Title\n\n| a | b |\n|---|---|\n| one | <script>alert(1)</script> |\n")
    settings.ROOT = tmp_path
    page = client.get(reverse("workshop:maps.show", args=[name])).content.decode()
    assert "<td>one</td>" in page
    assert "<script>alert" not in page


def test_a_map_nobody_has_written_is_not_there(db, client, settings, tmp_path):
    settings.ROOT = tmp_path
    assert client.get(reverse("workshop:maps.show", args=["events"])).status_code == 404


def test_no_other_file_is_read(db, client):
    assert client.get(reverse("workshop:maps.show", args=["settings"])).status_code == 404


def test_where_there_is_no_workshop_there_are_no_maps(db, client, settings):
    settings.WORKSHOP = False
    assert client.get(reverse("workshop:maps.show", args=["permissions"])).status_code == 404
