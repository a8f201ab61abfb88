"""Three in the morning, no data left: help opens, everything else says so kindly, and nothing of a person is kept."""

import pytest

from tests.pages.crawling import become

pytestmark = pytest.mark.browser

# Every address kept on the device, and the text of each kept page.
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const store = await caches.open(name);
    for (const request of await store.keys()) {
      const answer = await store.match(request);
      found.push([new URL(request.url).pathname, answer.headers.get('content-type').startsWith('text/html') ? await answer.text() : '']);
    }
  }
  return found;
}"""
READY = "() => navigator.serviceWorker.ready.then(() => new Promise(done => navigator.serviceWorker.controller ? done() : navigator.serviceWorker.addEventListener('controllerchange', done)))"


@pytest.fixture
def phone(chromium, house):
    context = chromium.new_context(viewport={"width": 390, "height": 844}, base_url=house.url)
    yield context
    context.close()


def test_help_opens_in_airplane_mode(phone):
    page = phone.new_page()
    page.goto("/")
    page.evaluate(READY)
    phone.set_offline(True)
    page.goto("/help/?from=anywhere")
    assert page.locator("h1").is_visible()
    assert page.locator("a[href^='tel:']").count() > 0
    page.goto("/help/grounding/")
    assert page.locator("h1").is_visible()
    page.goto("/groups/")
    assert page.locator("h1").inner_text() == "There is no connection just now"
    page.get_by_role("link", name="Ground me now").click()
    page.wait_for_url("**/help/grounding/")


def test_only_help_and_looks_are_kept(phone):
    page = phone.new_page()
    page.goto("/groups/")
    page.evaluate(READY)
    page.goto("/groups/choose/")
    kept = page.evaluate(KEPT)
    pages = {address for address, _text in kept if not address.startswith("/static/ui/")}
    assert pages == {"/help/", "/help/grounding/", "/offline/"}
    assert not any("tabs" in text.split("<main")[0] for _address, text in kept)


def test_a_borrowed_device_gives_everything_back_and_keeps_nothing(phone, house):
    page = become(phone, house.url, "maya")
    page.goto("/today/?all=1")
    page.evaluate(READY)
    assert page.evaluate(KEPT)
    page.goto("/account/devices/")
    page.get_by_role("button", name="This is not my device").click()
    page.get_by_text("Noted.").wait_for()
    page.wait_for_function("() => caches.keys().then(names => names.length === 0)")
    page.wait_for_function("() => navigator.serviceWorker.getRegistrations().then(all => all.length === 0)")
    page.goto("/help/")
    assert page.evaluate("() => navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
    assert page.evaluate(KEPT) == []
