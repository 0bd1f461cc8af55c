"""Every template can be read, imports only what it uses, and leaves thinking to the view."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from tests.guards.project import ROOT, files, named, text_of

TEMPLATES = [*files("templates", ending=".html"), *files("reports", ending=".html")]
EXTENSIONS = ["jinja2.ext.do", "jinja2.ext.loopcontrols"]
NEVER = {
    "|safe": "text of people must stay text",
    "|tojson": "data belongs into a data- attribute or a page of its own",
    "placeholder=": "words that vanish when one starts to type",
    "style=": "the policy forbids it; use a class",
    "onclick": "the policy forbids it",
    "lorem ipsum": "somebody will read this page",
}


def parsed(path: Path) -> nodes.Template:
    """The template as a tree."""
    return Environment(extensions=EXTENSIONS, autoescape=True).parse(text_of(path), str(path))


def unused_imports(tree: nodes.Template) -> set[str]:
    """Names that the template takes from another and never says."""
    taken: set[str] = set()
    for statement in tree.find_all(nodes.FromImport):
        taken |= {name[1] if isinstance(name, tuple) else name for name in statement.names}
    taken |= {statement.target for statement in tree.find_all(nodes.Import)}
    return taken - {name.name for name in tree.find_all(nodes.Name)}


def test_the_guard_finds_an_unused_import():
    tree = Environment(autoescape=True).parse('{% from "a.html" import one, two as zwei %}{{ one() }}')

    assert unused_imports(tree) == {"zwei"}


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_parses_and_uses_what_it_imports(path):
    assert unused_imports(parsed(path)) == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_what_a_template_takes_is_there(path):
    tree = parsed(path)
    referred = [
        statement.template.value
        for kind in (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
        for statement in tree.find_all(kind)
        if isinstance(statement.template, nodes.Const)
    ]

    folders = (ROOT / "templates", ROOT / "reports")
    assert [name for name in referred if not any((folder / name).exists() for folder in folders)] == []


def test_no_template_does_what_no_template_should():
    found = [
        f"{named(path)}: {never} ({why})"
        for path in TEMPLATES
        for never, why in NEVER.items()
        if re.search(rf"(?<![\w-]){re.escape(never)}", re.sub(r"\s*\|\s*", "|", text_of(path)), re.IGNORECASE)
    ]

    assert found == []
