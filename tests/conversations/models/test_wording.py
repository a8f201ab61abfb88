from hearth.base.markup import render
from hearth.conversations.models.wording import glimpse_of, headings, plain, shortened, stands_in, title_from


def test_a_title_is_the_first_sentence_or_the_first_words():
    assert title_from(render("Made it to the bus stop. Then home.")) == "Made it to the bus stop"
    assert title_from(render("Is it me?")) == "Is it me?"
    long = title_from(render("word " * 40))
    assert long.endswith("word…")
    assert len(long) <= 70


def test_a_title_carries_no_marks():
    assert title_from(render("**So** [tired](https://a.example) & done")) == "So tired & done"


def test_a_glimpse_goes_on_where_the_title_stopped():
    assert glimpse_of(render("Made it. Then home."), "Made it") == "Then home."
    assert glimpse_of(render("Then home."), "Made it") == "Then home."


def test_nothing_is_made_of_folded_words():
    assert headings(render("A hard thing."), "", folded=True) == ("", "")
    assert headings(render("A hard thing."), "About it", folded=True) == ("About it", "")


def test_shortening_cuts_between_words():
    assert shortened("one two three", 9) == "one two…"
    assert shortened("one", 9) == "one"
    assert shortened("unbreakableword", 9) == "unbreaka…"


def test_a_passage_stands_in_a_text_whatever_its_lines():
    assert stands_in("one\ntwo", "and one two three")
    assert not stands_in("one three", "one two three")
    assert not stands_in("  ", "one two")
    assert stands_in("so tired", "**so** tired", plain(render("**so** tired")))
