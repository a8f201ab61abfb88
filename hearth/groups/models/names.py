"""Names as people see them: which two would be taken for each other, and the patch a name suggests."""

import hashlib
import re
import unicodedata

# Letters of other alphabets, figures and pairs that a reader takes for a Latin letter at a glance.
_LOOKS_LIKE = str.maketrans(
    {
        **dict(zip("аеорсухкмтвнгпзі", "aeopcyxkmtbhrn3i", strict=True)),
        **dict(zip("јѕԁԛԝһӏո", "jsdqwhln", strict=True)),
        **dict(zip("αβγεηικνορτυχω", "abyenikvoptuxw", strict=True)),
        **dict(zip("ıɩɪⅼ|1", "iiilll", strict=True)),
        **dict(zip("0$5@", "ossa", strict=True)),
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ŧ": "t",
        "ł": "l",
    }
)
_PAIRS = (("rn", "m"), ("vv", "w"))
_ALPHABETS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


def skeleton(name: str) -> str:
    """Reduce a name to what the eye takes it for: two names with one skeleton would be mistaken for each other."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    plain = unicodedata.normalize("NFKD", plain)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).translate(_LOOKS_LIKE)
    for pair, single in _PAIRS:
        plain = plain.replace(pair, single)
    # i and l differ by a dot and a font.
    return re.sub(r"[\W_]+", "", plain).replace("i", "l")


def alphabets(word: str) -> set[str]:
    """The alphabets whose letters can be confused with one another, as far as this word uses them."""
    names = {unicodedata.name(letter, "").split(" ")[0] for letter in word if letter.isalpha()}
    return names & set(_ALPHABETS)


def mixes_alphabets(name: str) -> bool:
    """Whether one word of the name is put together from several alphabets."""
    return any(len(alphabets(word)) > 1 for word in name.split())


def suggested_patch(name: str) -> tuple[int, int]:
    """The pattern and dye a name suggests: from the name alone, so that two names of one person never match."""
    digest = hashlib.sha256(f"patch/{skeleton(name)}".encode()).digest()
    return digest[0] % 8 + 1, digest[1] % 8 + 1
