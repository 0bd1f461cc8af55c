"""The components by themselves: each is drawn from its sample, read as a careful editor would, and looked up in the stylesheet.

The samples in `docs/components/samples/` use every macro with values of invented people; undefined names raise while they are drawn.
"""

import re

import html5lib
import pytest
from jinja2 import nodes
from jinja2.exceptions import UndefinedError
from werkzeug.datastructures import MultiDict

from docs.draw_components import GALLERY, ROOT, SAMPLES, IncidentForm, drawn, environment, sample_names
from tests.page_checks import faults_of_page

NAMES = [*sample_names(), "index"]
STATIC = ROOT / "app" / "static"
COMPONENTS = sorted((ROOT / "templates" / "components").glob("*.html"))
ERRORS = sorted((ROOT / "templates" / "errors").glob("*.html"))


def macros_of(name: str) -> set[str]:
    """The macros that a component's template offers."""
    tree = environment().parse((ROOT / "templates" / "components" / name).read_text(encoding="utf-8"))
    return {macro.name for macro in tree.find_all(nodes.Macro)}


def macros_in_use() -> set[str]:
    """The macros that some sample or some component takes from another."""
    taken: set[str] = set()
    for path in [*SAMPLES.glob("*.html"), *COMPONENTS]:
        tree = environment().parse(path.read_text(encoding="utf-8"))
        for statement in tree.find_all(nodes.FromImport):
            taken |= {name if isinstance(name, str) else name[0] for name in statement.names}
        taken |= {call.node.name for call in tree.find_all(nodes.Call) if isinstance(call.node, nodes.Name)}
    return taken


def fields_macro(call: str, **values: object) -> str:
    """One control of `components/fields.html`, drawn."""
    name = call.split("(")[0]
    source = f'{{% from "components/fields.html" import {name} %}}{{{{ {call} }}}}'
    return environment().from_string(source).render(**values)


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_a_page_without_faults(name):
    assert faults_of_page(drawn(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_valid_html(name):
    html5lib.HTMLParser(strict=True).parse(drawn(name))


@pytest.mark.parametrize("name", NAMES)
def test_no_style_or_script_stands_in_a_page(name):
    html = drawn(name)

    assert " style=" not in html
    assert "<style" not in html
    assert not re.search(r"<script(?![^>]* src=)", html)
    assert not re.search(r"<[^>]+ on[a-z]+=", html)
    assert "placeholder=" not in html


@pytest.mark.parametrize("name", NAMES)
def test_the_gallery_shows_the_macros_of_today(name):
    kept = (GALLERY / f"{name}.html").read_text(encoding="utf-8")

    assert kept == drawn(name), "run: python docs/draw_components.py"


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_every_macro_of_a_component_is_drawn_somewhere(path):
    assert macros_of(path.name) - macros_in_use() == set()


@pytest.mark.parametrize("path", ERRORS, ids=lambda path: path.stem)
@pytest.mark.parametrize("signed_in", [True, False], ids=["signed in", "signed out"])
def test_an_error_page_needs_nothing_but_the_frame(path, signed_in):
    env = environment()
    if not signed_in:
        env.globals["me"] = None

    html = env.get_template(f"errors/{path.name}").render()

    html5lib.HTMLParser(strict=True).parse(html)
    assert html.count("<h1>") == 1


def test_what_a_macro_is_not_given_raises():
    with pytest.raises(UndefinedError):
        environment().from_string(
            '{% from "components/timeline.html" import timeline %}{{ timeline([{"day": "Monday"}]) }}'
        ).render()


def test_an_error_and_a_hint_are_tied_to_their_control():
    form = IncidentForm(MultiDict({"place": ""}))
    form.validate()

    html = fields_macro('textarea(form.narrative, hint="In order.", limit=50)', form=form)

    assert 'aria-describedby="narrative-hint narrative-error narrative-count"' in html
    assert 'aria-invalid="true"' in html
    assert '<label for="narrative">' in html


def test_a_control_without_fault_says_nothing_of_one():
    html = fields_macro("text(form.place)", form=IncidentForm(MultiDict({"place": "Field"})))

    assert "aria-invalid" not in html
    assert "aria-describedby" not in html
    assert 'value="Field"' in html


def test_the_first_tile_carries_the_id_that_the_summary_links_to():
    html = fields_macro("radios(form.category)", form=IncidentForm())

    assert '<input type="radio" name="category" id="category" value="verbal">' in html


def test_what_people_typed_stays_text():
    html = fields_macro("textarea(form.narrative)", form=IncidentForm(MultiDict({"narrative": "<b>he said</b>"})))

    assert "&lt;b&gt;he said" in html
    assert "<b>" not in html


def test_a_page_comes_light_over_a_school_line():
    sizes = {name: (STATIC / name).stat().st_size for name in ("amends.css", "amends.js")}
    typeface = (STATIC / "fonts" / "amends-text.woff2").stat().st_size

    assert sizes["amends.css"] <= 28_000
    assert sizes["amends.js"] <= 6_000
    assert sum(sizes.values()) + typeface + len(drawn("page_case").encode()) <= 61_440  # 60 KB, cold


def test_every_part_in_an_incident_has_its_own_colour_and_its_own_shape():
    css = (STATIC / "amends.css").read_text(encoding="utf-8")
    roles = ("caused_harm", "was_harmed", "both", "affected", "saw_it", "not_yet_clear")
    marks = environment().from_string('{% from "components/marks.html" import role_mark %}{{ role_mark(role) }}')
    shapes = {re.sub(r"role-\w+", "", marks.render(role=role)) for role in roles}

    assert len(shapes) == len(roles)
    for role in roles:
        assert len(re.findall(rf"--{role}:#", css)) == 2, f"{role} needs a colour in light and in dark"
