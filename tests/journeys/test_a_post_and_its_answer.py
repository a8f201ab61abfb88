"""Maya writes, Noor answers. What they say arrives, is kept, changed and taken back, and goes nowhere else."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import go_in, reads_what_changed, ways

pytestmark = pytest.mark.browser

GROUP = "Steadying Circle"


def begin(visitor, words: str, *, title: str = "", intent: str = "Just listen") -> str:
    """Write a new conversation and return its address."""
    visitor.follow("Write something")
    visitor.page.get_by_label(intent, exact=True).check()
    visitor.page.get_by_label("A title, if you like").fill(title)
    visitor.page.get_by_label("Your words").fill(words)
    visitor.press("Post to the group")
    visitor.reads(words)
    return visitor.path


def choose(visitor, number: int, deed: str) -> None:
    """Open the menu of a post and choose something from it."""
    post = visitor.page.locator(f"#post-{number}")
    post.get_by_role("button", name="More for the post by").click()
    post.get_by_role("link", name=deed).click()
    visitor.page.wait_for_load_state("domcontentloaded")


def sees(visitor, *words: str) -> None:
    """Expect words that somebody else wrote meanwhile: by themselves where scripts run, else on reading again."""
    if not visitor.scripted:
        visitor.page.reload()
    visitor.reads(*words)


@ways("phone", "desktop", "phone-without-script")
def test_words_go_out_and_an_answer_comes_back(enter, way):
    maya, noor = enter("maya", way), enter("noor", way)
    go_in(maya, GROUP)
    maya.follow("Write something")
    maya.reads("Read by the", "of them facilitators.", "You’re posting as Paper Boat.")
    maya.page.get_by_label("Just listen", exact=True).check()
    maya.page.get_by_label("A title, if you like").fill("The lift again")
    maya.page.get_by_label("Your words").fill("I got in. I got out again at two. It was meant to be five.")
    maya.page.get_by_label("Fold it").fill("a lift, and a bad morning")
    maya.page.get_by_text("Say what it touches on").click()
    maya.page.get_by_label("Panic", exact=True).check()
    maya.press("Post to the group")
    thread = maya.path
    expect(maya.page.locator("#post-1")).to_contain_text("Folded by its author: a lift, and a bad morning")

    # Noor has yet to say yes to what was changed; then she finds it folded, and opens it.
    go_in(noor, GROUP)
    reads_what_changed(noor)
    noor.misses("I got in. I got out again at two.")
    noor.follow("Folded by its author: a lift, and a bad morning")
    expect(noor.page.get_by_text("I got in.")).to_be_hidden()
    noor.page.locator("#post-1 summary").click()
    expect(noor.page.get_by_text("I got in.")).to_be_visible()
    noor.reads("They asked for:", "Just listen")
    noor.page.locator("#post-1").get_by_role("button", name="I hear you").click()
    expect(noor.page.locator("#post-1 .said")).to_have_text("You said “I hear you”.")
    sees(maya, "Slow Kettle said “I hear you”.")
    noor.page.get_by_label("Your reply").fill("Two floors is two floors. I was in there with you.")
    noor.press("Post reply")
    expect(noor.page.locator("#post-2")).to_contain_text("Slow Kettle (you)")

    noor.page.locator("#post-1 summary").click()

    sees(maya, "Two floors is two floors.")
    answer = maya.page.locator("#post-2")
    answer.get_by_role("button", name="Thank you").click()
    expect(answer.locator(".said")).to_have_text("You said thank you.")
    sees(noor, "Paper Boat said thank you.")
    if noor.scripted:
        # What arrives folds nothing up under a reader’s eyes.
        expect(noor.page.get_by_text("I got in.")).to_be_visible()
    expect(noor.page.locator("#post-2 .said")).not_to_contain_text("1")

    choose(maya, 2, "Answer only to them")
    maya.page.get_by_label("A word from you").fill("I read it on the stairs.")
    maya.press("Send my thanks")
    choose(maya, 2, "Keep a line")
    maya.page.get_by_label("The words to keep").fill("Two floors is two floors.")
    maya.press("Keep it")
    assert maya.path == "/keepsakes/"
    maya.reads("Two floors is two floors.")
    maya.open(thread)

    choose(noor, 2, "Change my words")
    noor.page.get_by_label("Your words").fill("Two floors is two whole floors.")
    noor.press("Save the change")
    expect(noor.page.locator("#post-2")).to_contain_text("edited")
    sees(maya, "Two floors is two whole floors.", "edited")

    choose(noor, 2, "Take my words back")
    noor.press("Take them back")
    noor.reads("These words were taken back by their writer.")
    sees(maya, "These words were taken back by their writer.")
    maya.misses("two whole floors")

    noor.open("/keepsakes/thanks/")
    noor.reads("I read it on the stairs.")

    omar = enter("omar", way)
    assert omar.open(thread) == 404
    omar.misses("lift", "Paper Boat", GROUP)
    secret = (GROUP, "The lift again", "two floors", "Paper Boat", "Slow Kettle")
    remembered = " ".join(maya.history() + noor.history() + omar.history()).casefold()
    assert [words for words in secret if words.casefold() in remembered] == []


@ways("phone", "phone-without-script")
def test_a_draft_outlives_the_tab(enter, way):
    maya = enter("maya", way)
    go_in(maya, GROUP)
    maya.follow("Write something")
    place = maya.path
    maya.page.get_by_label("Your words").press_sequentially("Half of something")
    if maya.scripted:
        maya.reads("Kept as a draft.")
    else:
        maya.press("Keep as draft")
    maya.page.close()
    maya.page = maya.context.new_page()
    maya.open(place)
    expect(maya.page.get_by_label("Your words")).to_have_value("Half of something")
    maya.reads("This is your draft, kept")
    maya.press("Let it go")
    maya.reads("Your draft is gone. Nothing was posted.")
    expect(maya.page.get_by_label("Your words")).to_have_value("")


@ways("phone", "desktop-without-script")
def test_a_form_that_is_sent_twice_publishes_once(enter, way):
    maya = enter("maya", way)
    go_in(maya, GROUP)
    home = maya.path
    maya.follow("Write something")
    maya.page.get_by_label("Good news", exact=True).check()
    maya.page.get_by_label("A title, if you like").fill("One pigeon, once")
    maya.page.get_by_label("Your words").fill("It looked at me and I looked at it.")
    maya.button("Post to the group").dblclick()
    maya.page.wait_for_url("**/threads/**")
    maya.reads("It looked at me and I looked at it.")
    thread = maya.path
    maya.page.get_by_label("Your reply").fill("It came back.")
    maya.button("Post reply").dblclick()
    expect(maya.page.locator("#post-2")).to_contain_text("It came back.")
    maya.open(thread)
    assert maya.page.locator("article.reply").count() == 1
    maya.open(home)
    assert maya.link("One pigeon, once").count() == 1


@ways("phone", "phone-without-script")
def test_words_are_given_back_to_whoever_was_signed_out_meanwhile(enter, way):
    maya = enter("maya", way)
    go_in(maya, GROUP)
    maya.follow("Write something")
    maya.page.get_by_label("Just listen", exact=True).check()
    maya.page.get_by_label("Your words").fill("A long sentence that took all evening to find.")
    elsewhere = maya.context.new_page()
    elsewhere.goto(f"{maya.home}/account/")
    elsewhere.get_by_role("button", name="Sign out").click()
    elsewhere.wait_for_url(lambda address: "/account/" not in address)
    maya.press("Post to the group")
    maya.reads("Nothing was sent.")
    assert "A long sentence that took all evening to find." in [
        field.input_value() for field in maya.page.locator("main textarea").all()
    ]


def test_the_open_page_of_somebody_who_has_to_go_is_closed(enter):
    """No reload, no waiting: what may no longer be read leaves the screen."""
    callum, ruth = enter("callum", "phone"), enter("ruth", "desktop")
    go_in(callum, GROUP)
    callum.follow("Something that helped a bit: telling one person")
    expect(callum.heading("Something that helped a bit", level=1)).to_be_visible()
    go_in(ruth, GROUP)
    ruth.follow("People")
    ruth.follow("Dry Stone")
    ruth.follow("Ask them to go…")
    ruth.page.get_by_label("Which point is it about?").select_option("We ask before we advise.")
    ruth.page.get_by_label("Words to them").fill(
        "Three people asked you to stop. We can talk about it whenever you like."
    )
    ruth.press("Ask them to go")
    expect(callum.heading("There is nothing here")).to_be_visible(timeout=5_000)
    callum.misses("telling one person")
