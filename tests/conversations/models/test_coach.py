"""Hints: what draws one, and, more important, what does not."""

import pytest

from hearth.conversations.models import coach

SPOKEN = [
    ("listen", "You should get up and do something boring.", "advice"),
    ("listen", "Have you tried going to bed earlier?", "advice"),
    ("listen", "I’m sorry. Why don’t you ring your sister?", "advice"),
    ("listen", "Try to keep busy.", "advice"),
    ("anyone", "At least you have a job.", "worse"),
    ("ideas", "Other people have it so much worse.", "worse"),
    ("listen", "Just cheer up, love.", "worse"),
    ("ideas", "That sounds like you have bipolar.", "diagnosis"),
    ("listen", "You clearly have ADHD.", "diagnosis"),
    ("anyone", "I promise I won’t tell anybody.", "secret"),
    ("ideas", "Write lists. It always works.", "certain"),
    ("good_news", "I know exactly how you feel.", "certain"),
    ("anyone", "STOP TELLING PEOPLE WHAT TO DO HERE", "loud"),
]
SILENT = [
    ("listen", "I hear you. That sounds so hard."),
    ("listen", "You should be proud of that."),
    ("listen", "You should never have had to hear that."),
    ("listen", "I tried for years and it wore me out."),
    ("listen", "It took me a while to try it again."),
    ("listen", "Me too, nearly to the hour."),
    # Asked for, and so not early.
    ("ideas", "Have you tried a lamp that wakes you slowly?"),
    ("ideas", "You could ask your GP, mine was kind."),
    ("anyone", "You should have seen me last winter."),
    ("listen", "I have bipolar and I know that week."),
    ("listen", "My GP thinks I have OCD."),
    ("listen", "NHS 111 was kind to me and so was A&E."),
    ("good_news", "YES! So glad."),
    ("listen", "At least that’s how it was for me."),
    ("listen", ""),
]


@pytest.mark.parametrize(("intent", "text", "code"), SPOKEN)
def test_a_thought_is_offered(intent, text, code):
    hint = coach.hint_for(text, intent)
    assert hint is not None
    assert hint.code == code
    assert hint.say


@pytest.mark.parametrize(("intent", "text"), SILENT)
def test_kind_and_ordinary_words_draw_no_hint(intent, text):
    assert coach.hint_for(text, intent) is None


def test_the_page_is_told_the_same_rules_in_the_same_order():
    assert [rule["code"] for rule in coach.told()] == [rule.code for rule in coach.rules()]


def test_no_rule_takes_long_on_a_long_text():
    import time

    text = "you should " * 900 + "A B " * 400
    started = time.perf_counter()
    coach.hint_for(text, "listen")
    for rule in coach.rules():
        rule.fits("NOT A WORD " * 900, "listen")
    assert time.perf_counter() - started < 0.5
