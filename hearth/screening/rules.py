"""The rules about risk: which words may mean danger, and which words beside them take that back.

A rule names a floor. Words around it may raise that floor (an intention, a time) or lower it (a denial, a past told
as past, somebody else's story). One sentence is read at a time, so that nothing drowns in a long post.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hearth.screening.findings import RISKS, Signal

DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "es")

_RANK = {risk: rank for rank, risk in enumerate(RISKS)}
_SENTENCE = re.compile(r"[^.!?;\n…]+[.!?;\n…]*")
_QUOTED = re.compile(r"“[^”]{8,400}”|\"[^\"]{8,400}\"|«[^»]{8,400}»|^>.*$", re.MULTILINE)
_OWN_VOICE = re.compile(r"\b(?:i|my head|my mind|voice|yo|me)\b[^.!?\n]{0,40}\Z")
_SPACED = re.compile(r"\b(?!i )(?:[a-z] ){2,}[a-z]\b")
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
_CLAUSE = re.compile(r"[,:()–—]| but | and | so | because | pero | y | porque ")
# Figures in the place of letters, inside words only: d1e, k!ll, su1cide.
_LEET = re.compile(r"(?<=[a-z])[013!@$](?=[a-z])|\b[1!](?=[a-z])")
_LETTERS = {"0": "o", "1": "i", "3": "e", "!": "i", "@": "a", "$": "s"}


@dataclass(frozen=True)
class Rule:
    """One reason, its floor, and the words that give it."""

    name: str
    risk: str
    words: re.Pattern


@dataclass(frozen=True)
class Raise:
    """Words that make what was found graver."""

    of: frozenset[str]
    to: str
    words: re.Pattern


@dataclass(frozen=True)
class Language:
    """The rules of one language. `gate` is quick and broad: a sentence that does not pass it holds nothing."""

    name: str
    gate: re.Pattern
    rules: tuple[Rule, ...]
    raises: tuple[Raise, ...]
    denied: re.Pattern
    affirmed: re.Pattern
    denied_after: re.Pattern
    past: re.Pattern
    present: re.Pattern
    other_subject: re.Pattern
    idioms: re.Pattern
    jokes: re.Pattern
    serious: re.Pattern


def load(name: str) -> Language:
    """Read the rules of a language. Raises KeyError or re.error when the file is damaged: at start, not at night."""
    told = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))

    def pattern(*written: str) -> re.Pattern:
        joined = "|".join(f"(?:{each})" for each in written)
        for set_name, words in told["sets"].items():
            joined = joined.replace(f"<{set_name}>", words)
        return re.compile(joined)

    return Language(
        name=name,
        gate=pattern(told["gate"]),
        rules=tuple(Rule(each["name"], each["risk"], pattern(*each["patterns"])) for each in told["rules"]),
        raises=tuple(Raise(frozenset(each["of"]), each["to"], pattern(*each["patterns"])) for each in told["raise"]),
        idioms=pattern(*told["idioms"]),
        **{
            each: pattern(told[each])
            for each in ("denied", "affirmed", "denied_after", "past", "present", "other_subject", "jokes", "serious")
        },
    )


KNOWN = tuple(load(name) for name in LANGUAGES)


def risks_in(text: str) -> Iterator[Signal]:
    """Yield one signal for each reason in each sentence; its place is the whole sentence."""
    folded = in_own_voice(fold(text))
    languages = [language for language in KNOWN if language.gate.search(plain(folded))]
    if not languages:
        return
    for match in _SENTENCE.finditer(folded):
        start, end = match.span()
        sentence = plain(match.group())
        for language in languages:
            if language.gate.search(sentence):
                for name, risk in found_in(sentence, language):
                    yield Signal(name, start, end, risk)


def fold(text: str) -> str:
    """Small letters without accents or look-alikes, of the same length, so that places stay true."""
    if text.isascii():
        folded = text.lower()
    else:
        bases = (unicodedata.normalize("NFKD", character)[:1].lower() for character in text)
        folded = "".join(base if len(base) == 1 else " " for base in bases)
    return _LEET.sub(lambda match: _LETTERS[match.group()], folded)


def in_own_voice(folded: str) -> str:
    """Blank what is quoted from others. What someone hears in their own head they quote as well; that stays."""

    def keep_or_blank(match: re.Match) -> str:
        near = folded[max(0, match.start() - 60) : match.start()]
        return match.group() if _OWN_VOICE.search(near) else " " * len(match.group())

    return _QUOTED.sub(keep_or_blank, folded)


def plain(sentence: str) -> str:
    """A sentence as the rules are written: no apostrophes, no drawn-out or spaced-out letters, single spaces."""
    sentence = sentence.replace("'", "").replace("’", "").replace("‘", "").replace("-", " ")
    if _SPACED.search(sentence):
        sentence = _SPACED.sub(lambda match: match.group().replace(" ", ""), sentence)
    sentence = _DRAWN_OUT.sub(r"\1", sentence)
    return " ".join(sentence.split())


def found_in(sentence: str, language: Language) -> Iterator[tuple[str, str]]:
    """Yield the reasons in one sentence, each with its risk after the words around it were heard."""
    covered = [match.span() for match in language.idioms.finditer(sentence)]
    joking = language.jokes.search(sentence) and not language.serious.search(sentence)
    told_as_past = language.past.search(sentence) and not language.present.search(sentence)
    if joking:
        return
    for rule in language.rules:
        match = next(
            (hit for hit in rule.words.finditer(sentence) if _counts(hit, rule, sentence, language, covered)), None
        )
        if match is None:
            continue
        risk = rule.risk
        for each in language.raises:
            if risk in each.of and each.words.search(sentence):
                risk = each.to
        if told_as_past and rule.name != "happening":
            yield "told_as_past", "low"
        else:
            yield rule.name, risk


def _counts(hit: re.Match, rule: Rule, sentence: str, language: Language, covered: list[tuple[int, int]]) -> bool:
    """Whether the words mean what they say: not an idiom, not denied, not said of somebody else."""
    start, end = hit.span()
    if any(since < end and start < to for since, to in covered):
        return False
    if rule.name == "someone_else":
        return True
    before = sentence[:start]
    clause = _CLAUSE.split(before)[-1]
    if language.denied.search(clause) and not language.affirmed.search(clause):
        return False
    if language.denied_after.match(sentence[end:]):
        return False
    return not language.other_subject.search(clause)


def gravest(risks) -> str:
    return max(risks, key=_RANK.__getitem__, default="none")
