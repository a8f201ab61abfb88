"""Ruth opens Today: somebody asks, somebody is new, somebody waits for a reply. Then nobody waits; and one has to go."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import go_in, ways

pytestmark = pytest.mark.browser

GROUP = "Steadying Circle"


@ways("phone", "desktop-without-script")
def test_nobody_is_left_waiting(enter, way):
    ruth = enter("ruth", way)
    ruth.reads("Somebody is waiting for you. The rest can wait.")

    ruth.follow("Someone asks to join")
    ruth.reads("Elastic Band", "My heart goes in the baby aisle")
    ruth.press("Yes, come in")

    ruth.open("/today/")
    ruth.follow("Welcome Blue Umbrella")
    ruth.reads("Slowly, please.", "Would like to meet someone first")
    ruth.page.get_by_label("Your words to them").first.fill("Hello, Blue Umbrella. I’m Devorah. You can just sit.")
    ruth.page.get_by_role("button", name="Say hello").first.click()
    ruth.misses("Slowly, please.")

    # Whoever was let in a moment ago is new as well.
    ruth.open("/today/")
    ruth.follow("Welcome Elastic Band")
    ruth.page.get_by_label("Your words to them").first.fill("Hello, Elastic Band. Go silent whenever she wakes.")
    ruth.page.get_by_role("button", name="Say hello").first.click()

    ruth.open("/today/")
    ruth.follow("“I think this is what I have” waits for a reply")
    ruth.page.get_by_label("Your reply").fill("It is. Nearly all of us get it when we finally sit down.")
    ruth.press("Post reply")
    ruth.reads("It is. Nearly all of us get it")

    # What is folded stays folded in her list too.
    ruth.open("/today/")
    ruth.follow("“Folded by its author: a hospital stay, fear of dying” waits for a reply")
    ruth.page.get_by_label("Your reply").fill("I’ve read all of it. I’m glad you are home.")
    ruth.press("Post reply")
    ruth.reads("I’m glad you are home.")

    ruth.open("/today/")
    ruth.misses("waits for a reply", "Welcome ", "Someone asks to join", "Somebody is waiting")
    ruth.reads("Nothing here needs doing.")

    amara = enter("amara", way)
    amara.reads("replied to “I think this is what I have”")
    go_in(amara, GROUP)
    amara.follow("I think this is what I have")
    amara.reads("Nearly all of us get it when we finally sit down.")
    chloe = enter("chloe", way)
    go_in(chloe, GROUP)


@ways("phone", "desktop-without-script")
def test_somebody_has_to_go_and_is_told_why(enter, way):
    ruth, tomasz = enter("ruth", way), enter("tomasz", way)
    go_in(tomasz, GROUP)
    home = tomasz.path
    tomasz.follow("I think this is what I have")
    thread = tomasz.path

    go_in(ruth, GROUP)
    ruth.follow("People")
    ruth.follow("Kestrel")
    ruth.follow("Ask them to go…")
    ruth.press("Ask them to go")
    ruth.reads("Choose the point of the agreement it is about.", "Please write a line to them.")
    ruth.page.get_by_label("Which point is it about?").select_option("We ask before we advise.")
    ruth.page.get_by_label("Words to them").fill("Twice this week somebody asked you not to. Ask me about coming back.")
    ruth.press("Ask them to go")
    ruth.misses("Kestrel")

    if tomasz.scripted:
        # The page that was open goes by itself.
        expect(tomasz.heading("There is nothing here")).to_be_visible()
    tomasz.open("/notices/")
    tomasz.follow("You are no longer in")
    tomasz.reads("We ask before we advise.", "Twice this week somebody asked you not to.", "You may ask to come back.")
    tomasz.reads("Talk to someone now")
    assert tomasz.open(thread) == 404
    tomasz.open(home)
    tomasz.reads("What your first meeting is like")
    tomasz.misses("Conversations", "I think this is what I have", "Slow Kettle")
    assert tomasz.open(f"{home}people/") == 404
    tomasz.open("/today/")
    expect(tomasz.page.locator("main")).not_to_contain_text(GROUP)
    tomasz.reads("Night Watch")
