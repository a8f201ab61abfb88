"""Someone who has told nobody looks for company late one evening: finds, reads, comes in, asks, and is let in."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

GROUP = "Steadying Circle"
QUESTIONS = [
    "How many people are there?",
    "What happens?",
    "Can I stay silent?",
    "Will I be seen or heard?",
    "Who comes?",
    "Who looks after it?",
    "What do I do beforehand?",
    "And afterwards?",
]


def narrow_the_list(visitor) -> None:
    visitor.open("/")
    visitor.link("Find a group").first.click()
    expect(visitor.heading("Find a group", level=1)).to_be_visible()
    for question, answer in (("About", "Panic"), ("About", "Anxiety and worry"), ("Time of day", "Evenings")):
        fold = visitor.page.locator("details", has=visitor.page.locator("summary", has_text=question)).first
        if fold.get_attribute("open") is None:
            fold.locator("summary").click()
        fold.get_by_label(answer, exact=True).check()
    visitor.press("Show groups")
    assert "time=evening" in visitor.page.url
    # An address stands in the history of the device: it does not say what somebody lives with.
    assert "panic" not in visitor.page.url and "anxiety" not in visitor.page.url


def answer_five_questions(visitor) -> None:
    visitor.open("/groups/")
    visitor.link("Help me choose").first.click()
    visitor.page.get_by_label("Panic", exact=True).check()
    visitor.page.get_by_label("Anxiety and worry", exact=True).check()
    visitor.press("Suggest groups")
    visitor.reads("What we’d suggest", "Why this one:")


def sign_up(visitor, name: str) -> str:
    """Fill in the page at the pace of a hand, and return the sign-in name the house made up."""
    visitor.page.get_by_label("Your name here").press_sequentially(name, delay=90)
    visitor.page.locator("label", has_text="star, gold").click()
    # The page wants to have been looked at for three seconds.
    visitor.page.locator("#id_password1").press_sequentially("seven slow lanterns over water", delay=90)
    assert not visitor.page.locator("#id_back_1").is_checked()
    assert len(visitor.page.locator(".words").inner_text().split("·")) == 4
    visitor.page.get_by_label("I’ve written these down").check()
    visitor.page.get_by_label("I’m 18 or over").check()
    visitor.page.get_by_label("I’ll keep what I read here in the room").check()
    visitor.press("Come in")
    expect(visitor.heading("You’re in")).to_be_visible()
    visitor.reads("Your sign-in name", "Keep it together with your four words")
    return visitor.page.locator(".to-note").inner_text()


@pytest.mark.parametrize(
    ("way", "finding"),
    [
        ("phone", narrow_the_list),
        ("phone-without-script", answer_five_questions),
        ("desktop", answer_five_questions),
        ("desktop-without-script", narrow_the_list),
    ],
)
def test_from_the_street_to_the_first_words(enter, morning, way, finding):
    newcomer = enter(None, way)
    finding(newcomer)

    newcomer.follow(GROUP)
    newcomer.reads(*QUESTIONS, "Times are shown for", "You can just listen, and you can leave at any point.")
    newcomer.misses("Paper Boat", "Slow Kettle")
    leaflet = newcomer.path

    newcomer.follow("Ask to join")
    newcomer.follow("new here")
    signed_in_as = sign_up(newcomer, "Tin Whistle")
    newcomer.follow("I’ve written it down")

    # Back where they wanted to go, with the name they chose already there.
    assert newcomer.path == f"{leaflet}join/"
    newcomer.reads("What’s said here stays here.", "Passing is normal.")
    newcomer.page.get_by_label("Yes, that is me").check()
    newcomer.page.get_by_label("I’ve read this and will keep to it").check()
    assert newcomer.page.get_by_label("Your name in this group").input_value() == "Tin Whistle"
    newcomer.page.get_by_label("Your name in this group").fill("Night Ferry")
    newcomer.page.get_by_label("I’m here to listen for now").check()
    newcomer.page.get_by_label("I’d like to meet someone first").check()
    newcomer.page.get_by_label("What brings you here").fill("My heart goes on the bus. Nobody knows.")
    newcomer.press("Ask to join")
    newcomer.reads("You asked to join", "You’ll have an answer by", "Night Ferry")
    asked = newcomer.path

    # Until then nothing from inside is there for them.
    newcomer.open(leaflet)
    newcomer.reads("You asked to join")
    newcomer.misses("Conversations")

    ruth = enter("ruth", "phone")
    ruth.page.get_by_role("link", name="Someone asks to join").last.click()
    ruth.reads("Night Ferry", "Here to listen for now", "Would like to meet someone first", "My heart goes on the bus")
    ruth.misses("Tin Whistle", signed_in_as)
    ruth.press("Yes, come in")
    expect(ruth.page.get_by_text("They were let in.").or_(ruth.heading("At the door", level=1))).to_be_visible()

    newcomer.open(asked)
    newcomer.reads("Come in. There is a place for you.")
    newcomer.follow("Go in")
    assert newcomer.path == leaflet
    newcomer.reads("Conversations", "Only members can read", "Night Ferry")

    newcomer.follow("Write something")
    newcomer.page.get_by_label("Just listen").check()
    newcomer.page.get_by_label("Your words").fill("Hello. I have walked past this door for a year.")
    newcomer.press("Post to the group")
    newcomer.reads("I have walked past this door for a year.", "Night Ferry", "No replies yet.")

    newcomer.page.get_by_role("link", name="Today").first.click()
    newcomer.reads("Tin Whistle", f"{GROUP} meets", "Nothing here needs doing.")

    # What stays behind on the device and in letters does not say where they have been.
    assert not [
        entry for entry in newcomer.history() + ruth.history() if GROUP.split()[0].casefold() in entry.casefold()
    ]
    for letter in morning.letters.rglob("*"):
        assert "Steadying" not in letter.read_text()
