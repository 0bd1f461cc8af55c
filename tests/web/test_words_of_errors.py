"""Whatever is sent, a form answers in our own words: which value is wrong, and what would be right."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.fields import DateField, FieldList, FormField

from app.web import forms
from app.web.forms.sentences import WORDS, GuardedForm, PlainForm

JUNK = ("two", "99999999999", "-7", "1.5.1", "31/02/2026", "01/01/0001", "25:99", "villain", "x" * 70_000, "\x00")
# Sentences of the library begin so; ours never do.
LIBRARY = ("Not a valid", "Field ", "Number ", "Invalid", "This field", "'")


def every_form() -> Iterator[type[Form]]:
    """Each form of the product, but for those on which the others stand."""
    for module in pkgutil.iter_modules(forms.__path__):
        importlib.import_module(f"{forms.__name__}.{module.name}")
    waiting, seen = [PlainForm, GuardedForm], set()
    while waiting:
        for form in waiting.pop().__subclasses__():
            if form not in seen:
                seen.add(form)
                waiting.append(form)
                yield form


def all_of(form: Form) -> Iterator[object]:
    for field in form:
        yield field
        if isinstance(field, FormField):
            yield from all_of(field.form)
        if isinstance(field, FieldList):
            yield from (inner for entry in field.entries for inner in all_of(entry.form))


def names_of(form: type[Form]) -> list[str]:
    """The names that a browser could send for it, rows of a list with number 0."""
    drawn = form(MultiDict({}))
    for field in drawn:
        if isinstance(field, FieldList) and not field.entries:
            field.append_entry()
    return [field.name for field in all_of(drawn)]


FORMS = sorted((form for form in every_form() if form.__module__.startswith(forms.__name__)), key=lambda f: f.__name__)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_no_form_answers_in_the_words_of_the_library(app: Flask, form: type[Form]) -> None:
    with app.test_request_context(method="POST"):
        names = names_of(form)
        for junk in JUNK:
            filled = form(MultiDict(dict.fromkeys(names, junk)))
            for field in all_of(filled):
                if getattr(field, "choices", ()) is None:
                    field.choices = []
            filled.validate()
            for field in all_of(filled):
                said = [error for error in field.errors if isinstance(error, str)]
                assert not [words for words in said if words.startswith(LIBRARY)], f"{field.name}: {said}"
                assert len(said) < 2 or len(junk) > 100, f"{field.name} is answered twice: {said}"


def test_every_form_stands_on_one_that_speaks_our_words() -> None:
    for form in every_form():
        assert form.Meta.get_translations is not Form.Meta.get_translations, form


def test_a_day_is_read_in_one_way_everywhere(app: Flask) -> None:
    with app.test_request_context():
        kinds = {type(field) for form in FORMS for field in all_of(form(MultiDict({}))) if isinstance(field, DateField)}

    assert kinds
    assert DateField not in kinds


def test_each_sentence_of_ours_says_what_would_be_right() -> None:
    assert not [words for words in WORDS.values() if words.startswith(LIBRARY)]
