"""What the documents name is there: linked files, places in the tree, targets of make, settings."""

import re

from tests.guards.project import ROOT, named, text_of, versioned

DOCUMENTS = [path for path in versioned() if path.suffix == ".md" and "samples" not in path.parts]
LINK = re.compile(r"\]\(([^)#\s:]+)(?:#[^)]*)?\)")
CODE_SPAN = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
TARGET = re.compile(r"(?:^|`|sudo )make (?:-C \S+ )?([a-z]+(?:-[a-z]+)?)\b", re.MULTILINE)
PLACE = re.compile(r"(?<![\w./-])((?:app|reports|tests|docs|deploy|bench|templates|migrations)/[\w/.-]*\w)")
SETTING = re.compile(r"\bAMENDS_[A-Z_]+\b")
# The word of CONTRIBUTING's example is not a concept of ours, and a picture is drawn when the pages are done.
INVENTED = "mentoring"
DRAWN = "docs/screenshots/"


def test_each_link_leads_to_a_file():
    broken = [
        f"{named(document)}: {link}"
        for document in DOCUMENTS
        for link in LINK.findall(text_of(document))
        if not (document.parent / link).exists() and not link.startswith(DRAWN)
    ]

    assert broken == []


def test_each_place_in_the_tree_is_there():
    missing = [
        f"{named(document)}: {place}"
        for document in DOCUMENTS
        for span in CODE_SPAN.findall(text_of(document))
        for place in PLACE.findall(span)
        if not (ROOT / place).exists() and INVENTED not in place
    ]

    assert missing == []


def test_each_target_of_make_is_one():
    targets = set(re.findall(r"^([a-z-]+):", text_of(ROOT / "Makefile"), re.MULTILINE))

    typed = {
        target
        for document in DOCUMENTS
        for span in CODE_SPAN.findall(text_of(document))
        for target in TARGET.findall(span)
    }

    assert typed - targets == set()
    assert {"run", "test", "setup", "check", "fix", "bench"} <= typed


def test_each_setting_named_is_read():
    read = set(SETTING.findall(text_of(ROOT / "app" / "config.py")))

    for path in [*DOCUMENTS, ROOT / "deploy" / "amends.env"]:
        assert set(SETTING.findall(text_of(path))) <= read, named(path)
