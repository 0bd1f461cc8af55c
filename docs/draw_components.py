"""Draw the gallery of components: `python docs/draw_components.py`, then open `docs/components/index.html`.

Each file in `docs/components/samples/` uses the macros with sample values of invented people and becomes one page beside this folder's README.
A sample that starts with a layout is a whole page (home, case, list, form); any other is put into the gallery's own frame. Undefined names raise,
so a sample is also the first test of its macro.
"""

import sys
from pathlib import Path
from types import SimpleNamespace

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FileField,
    Form,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

ROOT = Path(__file__).resolve().parent.parent
GALLERY = ROOT / "docs" / "components"
SAMPLES = GALLERY / "samples"
PARTS = [("caused_harm", "Caused harm"), ("was_harmed", "Was harmed"), ("affected", "Affected"), ("saw_it", "Saw it")]


def choices(pairs: list[tuple[str, str]]) -> list[SelectChoice]:
    """Choices as WTForms wants them."""
    return [SelectChoice(value=value, label=words) for value, words in pairs]


class PersonRow(Form):
    """One person of an incident."""

    name = StringField("Name", [InputRequired("Give a name, or take this row away.")])
    role = RadioField("Part", choices=choices(PARTS), default="was_harmed")


class IncidentForm(Form):
    """A form with every kind of control."""

    happened_on = DateField("Day", [InputRequired("Give the day it happened.")], format=["%d/%m/%Y", "%Y-%m-%d"])
    happened_at = TimeField("Time", [Optional()], format=["%H:%M"])
    place = StringField("Where", [Optional()])
    category = RadioField(
        "What kind of thing",
        [InputRequired("Choose what comes nearest.")],
        choices=choices([("verbal", "Words"), ("physical", "Pushing or hitting"), ("property", "Belongings")]),
    )
    tags = SelectMultipleField(
        "Was any of this part of it?",
        [Optional()],
        choices=choices([("bullying", "It keeps happening"), ("prejudice", "Prejudice"), ("online", "Online")]),
    )
    severity = SelectField(
        "How serious", choices=choices([("1", "Minor"), ("2", "Some harm"), ("3", "Serious")]), default="1"
    )
    pupil = StringField("Pupil")
    meant = RadioField("Who is meant?", choices=[], validate_choice=False)
    narrative = TextAreaField("What was seen or heard", [InputRequired("Say in a sentence what was seen or heard.")])
    safe = RadioField(
        "Do you feel safe?",
        [Optional()],
        choices=choices([("yes", "Yes"), ("mostly", "Mostly"), ("no", "Not yet")]),
    )
    hurt = BooleanField("Somebody is hurt or not safe now")
    paper = FileField("A photograph or a page", [Optional()])
    people = FieldList(FormField(PersonRow), "People", min_entries=2)


class CaseFilters(Form):
    """The filters of a list."""

    stage = SelectField("Stage", choices=choices([("", "Any"), ("response", "In response")]), default="")
    words = StringField("Words")
    since = DateField("Opened since", [Optional()], format=["%d/%m/%Y"])


def fresh_form() -> IncidentForm:
    """The form as it opens."""
    return IncidentForm(MultiDict({"happened_on": "20/11/2026", "happened_at": "11:05"}))


def form_with_errors() -> IncidentForm:
    """The same form sent too early: what was typed is kept, what is missing is said."""
    typed = {
        "happened_on": "31/02/2026",
        "place": "Corridor by the science rooms",
        "narrative": "",
        "people-0-name": "Leila Carnforth",
    }
    form = IncidentForm(
        MultiDict({**typed, "people-0-role": "was_harmed", "people-1-name": "", "people-1-role": "caused_harm"})
    )
    form.validate()
    return form


def environment() -> Environment:
    """Jinja as the app has it: undefined names raise, text is escaped."""
    loader = FileSystemLoader([ROOT / "templates", SAMPLES])
    env = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    env.globals.update(
        static_url=lambda name: f"../../app/static/{name}",
        csrf_token=lambda: "sample",
        new_key=lambda: "sample",
        keys_of={},
        row_in_focus=lambda rows, add, remove=None: None,
        kept_form=lambda form=None, action=None: SimpleNamespace(key="sample", page=None, draft=None),
        drafts_of_forms=lambda: [],
        name_page=lambda title: "",
        whose=lambda: "sample",
        get_flashed_messages=lambda with_categories=False: [],
        me=SimpleNamespace(
            name="Priya Nair",
            school_name="Harbour View School",
            roles_in_words="Pastoral lead",
            can=lambda permission: True,
            has_shortcuts=False,
            unread=2,
        ),
        nav=[(words, f"/{words.lower()}", words == "Cases") for words in ("Home", "Cases", "Pupils", "Reports")],
        names=[name for name in sample_names() if not is_page(name)],
        whole_pages=[name for name in sample_names() if is_page(name)],
    )
    return env


def sample_names() -> list[str]:
    """The samples, each with a page of its own."""
    return sorted(
        path.stem for path in SAMPLES.glob("*.html") if not path.stem.startswith("_") and path.stem != "index"
    )


def is_page(name: str) -> bool:
    """True of a sample that is a whole page of the service, not one component."""
    return name.startswith("page_")


def drawn(name: str) -> str:
    """One page of the gallery as HTML."""
    template = environment().get_template(f"{name}.html")
    html = template.render(name=name, form=fresh_form(), wrong=form_with_errors(), filters=CaseFilters(MultiDict()))
    return "\n".join(line.rstrip() for line in html.splitlines() if line.strip()) + "\n"


def main() -> int:
    """Write every page."""
    for name in (*sample_names(), "index"):
        (GALLERY / f"{name}.html").write_text(drawn(name), encoding="utf-8")
    print(f"{len(sample_names())} pages in {GALLERY.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
