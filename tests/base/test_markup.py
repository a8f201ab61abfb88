import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hearth.base.markup import TAGS, render, tidy

# Ways of others to make a page run something. None of them may leave more than the allowed tags.
ATTACKS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//elsewhere.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    '<img src="x" onerror="alert(1)"',
    "<svg onload=alert(1)>",
    "<svg><script>alert&#40;1&#41;</script></svg>",
    "<math><mtext></p><style><img src=x onerror=alert(1)></style>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<body onload=alert(1)>",
    "<a href='javascript:alert(1)'>here</a>",
    "<a href=' &#106;avascript:alert(1)'>here</a>",
    "<form action=javascript:alert(1)><input type=submit>",
    "<details open ontoggle=alert(1)>",
    "<p style='background:url(javascript:alert(1))'>",
    "<style>@import '//elsewhere.example/x.css';</style>",
    "<link rel=stylesheet href=//elsewhere.example/x.css>",
    "<meta http-equiv=refresh content='0;url=//elsewhere.example'>",
    "<base href=//elsewhere.example/>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><script>alert(1)</script-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<<script>script>alert(1)<</script>/script>",
    "<x onclick=alert(1)>",
    "<p/onclick=alert(1)>",
    "<p\tonclick=alert(1)>",
    "[here](javascript:alert(1))",
    "[here](JaVaScRiPt:alert(1))",
    "[here](java\nscript:alert(1))",
    "[here](&#106;avascript:alert(1))",
    "[here](javascript&colon;alert(1))",
    "[here](\x01javascript:alert(1))",
    "[here](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[here](vbscript:msgbox(1))",
    "[here](file:///etc/passwd)",
    "[here](blob:https://elsewhere.example/1)",
    "[here](https://elsewhere.example \"x' onmouseover=alert(1) y='\")",
    "[here](<javascript:alert(1)>)",
    "<javascript:alert(1)>",
    "<data:text/html,alert(1)>",
    "![picture](https://elsewhere.example/pixel.gif)",
    "![picture][1]\n\n[1]: https://elsewhere.example/pixel.gif",
    "[ref]: javascript:alert(1)\n\n[ref]",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "```\n<script>alert(1)</script>\n```",
    "> <script>alert(1)</script>",
    "- <img src=x onerror=alert(1)>",
    "**<script>alert(1)</script>**",
    "*<a href=javascript:alert(1)>x</a>*",
    "<a href=https://elsewhere.example target=_blank>x</a>",
    "<a name=x id=y class=btn>x</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\\<script\\>alert(1)\\</script\\>",
    "<scr\x00ipt>alert(1)</script>",
    "<img/src=`x`onerror=alert(1)>",
    "<isindex action=javascript:alert(1) type=image>",
    "<video><source onerror=alert(1)>",
    "<audio src=x onerror=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<select onfocus=alert(1)>",
    "<textarea onfocus=alert(1)>",
    "<keygen onfocus=alert(1)>",
    "<button formaction=javascript:alert(1)>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1)>",
    "<svg><use href='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<xml><x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script></xml>",
]


class Reader(HTMLParser):
    """Collects what a browser would make of it."""

    def __init__(self):
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.other: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_comment(self, data):
        self.other.append(data)

    def handle_decl(self, decl):
        self.other.append(decl)

    def unknown_decl(self, data):
        self.other.append(data)

    def handle_pi(self, data):
        self.other.append(data)


def is_harmless(html: str) -> bool:
    reader = Reader()
    reader.feed(html)
    reader.close()
    for tag, attributes in reader.found:
        if tag not in TAGS:
            return False
        if tag == "a":
            if set(attributes) - {"href", "rel"}:
                return False
            if not re.match(r"(https?://|mailto:|tel:|/|#|\?|[^:]*$)", attributes.get("href", "")):
                return False
        elif attributes:
            return False
    return not reader.other


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_known_attack_leaves_more_than_the_allowed_tags(attack):
    for words in (attack, tidy(attack), f"Hello {attack} there", f"# {attack}\n\n> {attack}"):
        html = str(render(words))
        assert is_harmless(html), html


def test_the_check_itself_can_fail():
    """Otherwise the tests above would prove nothing."""
    for bad in (
        "<script>",
        "<p onclick=x>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="/" class="x">',
        "<!-- x -->",
    ):
        assert not is_harmless(bad)


pieces = st.lists(
    st.sampled_from(
        [*ATTACKS, "**", "_", "`", "[", "](", ")", "<", ">", "&", "\n", "\n\n", "- ", "> ", "https://a.example"]
    )
    | st.text(max_size=8),
    max_size=12,
).map("".join)


@given(pieces)
@example("[a](<https://x.example> 'y')")
def test_whatever_is_written_nothing_runs(words):
    assert is_harmless(str(render(tidy(words))))


@given(st.text(max_size=300))
def test_tidying_once_is_enough(words):
    assert tidy(tidy(words)) == tidy(words)


@given(st.text(alphabet="abcdefghij éßжñ漢字 .,!?’“”\n", max_size=300))
def test_plain_words_are_all_still_there(words):
    shown = re.sub(r"<[^>]+>", "", str(render(tidy(words))))
    letters = lambda text: [one for one in text if one.isalnum()]  # noqa: E731
    assert letters(shown) == letters(tidy(words))


def test_a_little_markdown_is_understood():
    assert render("*soft* and **loud**\nnext line") == (
        "<p><em>soft</em> and <strong>loud</strong><br>\nnext line</p>\n"
    )
    assert render("> said\n\n- one\n- two").replace("\n", "") == (
        "<blockquote><p>said</p></blockquote><ul><li>one</li><li>two</li></ul>"
    )


def test_links_lead_out_without_telling_where_from():
    assert render("[lines](https://lines.example/)") == (
        '<p><a href="https://lines.example/" rel="noopener noreferrer nofollow">lines</a></p>\n'
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("  around  ", "around"),
        ("a\n\n\n\n\n\nb", "a\n\n\nb"),
        ("pay\u202edrowssap\u202c here", "paydrowssap here"),
        ("in\u200bvis\u2060ible\ufeff", "invisible"),
        ("no\x00thing\x1b[31m", "nothing[31m"),
        ("e\u0301", "é"),
        ("family 👩\u200d👩\u200d👧 and ❤\ufe0f", "family 👩\u200d👩\u200d👧 and ❤\ufe0f"),
        ("سلام\u200cها", "سلام\u200cها"),
    ],
)
def test_what_hides_or_turns_text_is_taken_out_and_what_people_write_with_stays(typed, kept):
    assert tidy(typed) == kept


def test_letters_buried_under_marks_can_be_read_again():
    buried = "h" + "\u0300\u0301\u0302\u0303\u0304\u0305\u0306" * 4 + "i"
    assert len(tidy(buried)) < 6


@pytest.mark.parametrize("mark", ["*_", "[", "**a", "_", "![", "`a", "<a", "[a](a", "> ", "- "])
def test_words_that_are_all_marks_take_no_time(mark):
    text = (mark * 10_000)[:10_000]
    began = time.perf_counter()
    render(text)
    assert time.perf_counter() - began < 0.25


def test_a_long_text_with_many_marks_is_still_drawn():
    text = "I am *here* and _still_ **here**, `yes`.\n\n" * 120
    assert render(text).count("<em>here</em>") == 120
