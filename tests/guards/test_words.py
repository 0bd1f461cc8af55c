"""No screen, page, name or comment calls a child by what they did (domain.md, The words)."""

import re
from pathlib import PurePath

from tests.guards.project import files, named, text_of, versioned

LABELS = re.compile(r"offend(?:er|ers)|perpetrators?|victims?|bull(?:y|ies)", re.IGNORECASE)
ENDINGS = {".py", ".html", ".css", ".js", ".md", ".txt", ".toml", ".svg", ".csv"}

# Where the words may stand, and why.
MAY_QUOTE = {
    "app/casework/README.md": "the glossary's column 'never say'",
    "CONTRIBUTING.md": "tells newcomers which words are never used",
    "tests/guards/test_words.py": "this guard",
    "app/casework/plain_words.py": "the words on which a page asks what was seen or heard instead",
}
# 'bullying' is what the Department for Education's code list calls a kind of behaviour: a deed, not a doer.
WHOLE_WORD = re.compile(rf"(?<![a-z])(?:{LABELS.pattern})(?![a-z])", re.IGNORECASE)


def labels_in(text: str) -> list[str]:
    """The labels that a text uses, each with the line where it stands."""
    lines = enumerate(text.splitlines(), 1)
    return [f"line {number}: {found[0]}" for number, line in lines for found in WHOLE_WORD.finditer(line)]


def test_the_guard_knows_a_label_from_a_deed():
    assert labels_in("The bully, two_victims and\nan Offender") == [
        "line 1: bully",
        "line 1: victims",
        "line 2: Offender",
    ]
    assert labels_in("bullying, a category; an offence; victimless") == []


def test_nothing_in_the_project_labels_a_child():
    kept = [path for path in versioned() if PurePath(path).suffix in ENDINGS and named(path) not in MAY_QUOTE]

    found = {named(path): labels for path in kept if (labels := labels_in(text_of(path)))}

    assert found == {}


def test_no_name_of_a_file_labels_a_child():
    assert [named(path) for path in versioned() if WHOLE_WORD.search(named(path))] == []


# A promise of an outcome, or a verdict, where we have other words: (never, rather).
RATHER = (
    (r"\brefused to (?:meet|take part)\b", "declined"),
    (r"\bcomplied\b", "agreement kept"),
    (r"\bfailed to\b", "not yet"),
    (r"\bthe accused\b", "the person who caused harm"),
)


def test_pages_choose_the_kinder_exact_word():
    pages = [*files("templates", ending=".html"), *files("reports", ending=".html")]

    found = [
        f"{named(path)}: {match[0]!r}, rather {rather!r}"
        for path in pages
        for never, rather in RATHER
        for match in re.finditer(never, text_of(path), re.IGNORECASE)
    ]

    assert found == []
