"""No new form, script or view can forget what keeps words from getting lost, or a deed from being done twice."""

import ast
import re

from flask_wtf import FlaskForm

from app.web.forms.kept import KeptForm
from app.web.forms.sentences import GuardedForm
from tests.guards.project import files, named, text_of, tree_of

POSTING = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.DOTALL)
# Where a browser could keep something on a shared computer. history.state holds one-time keys, which say nothing.
STORES = re.compile(
    r"localStorage|sessionStorage|indexedDB|\bcaches\b|document\.cookie|serviceWorker|showSaveFilePicker"
)
LARGEST_SCRIPT = 6 * 1024
# Fetched with the first key in a field that finds people, and by nobody else.
LARGER = {"app/static/combobox.js": 12 * 1024}
# These are filled in before anybody is signed in, or hold nothing but passwords: nothing of them may be kept.
NEVER_KEPT = {"app/web/forms/sign_in.py", "app/web/forms/kept.py", "app/web/forms/sentences.py"}
NEVER_KEPT_EITHER = {
    "FirstPasswordForm": "a code and a new password, before anybody is signed in",
    "LogFilters": "the filter of a list, which the address keeps",
}


def forms_without_a_key(text: str) -> list[str]:
    """The start of each form that posts and carries no one-time key."""
    return [form[:90] for form in POSTING.findall(text) if 'name="form_key"' not in form]


def test_the_guard_finds_a_form_without_a_key():
    with_key = '<form class="x" method="post"><input name="form_key" value="{{ new_key() }}"></form>'

    assert forms_without_a_key(with_key) == []
    assert forms_without_a_key('<form method="post" action="/x"><button>Go</button></form>')


def test_every_form_that_posts_carries_a_one_time_key():
    found = {
        named(path): forms
        for path in files("templates", ending=".html")
        if (forms := forms_without_a_key(text_of(path)))
    }

    assert found == {}


def test_every_form_keeps_its_words():
    found = [
        f"{named(path)}: {node.name}"
        for path in files("app/web/forms")
        if named(path) not in NEVER_KEPT
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ClassDef)
        and node.name not in NEVER_KEPT_EITHER
        and any(ast.unparse(parent) in (FlaskForm.__name__, GuardedForm.__name__) for parent in node.bases)
    ]

    assert found == [], f"these forms should be a {KeptForm.__name__}, so that a draft can come back"


def test_no_view_commits_past_the_key_of_its_form():
    """`save()` commits with the outcome of the form's key; a commit of one's own would leave the key behind."""
    own_commits = {"app/web/once.py", "app/web/session.py", "app/web/access.py", "app/web/errors.py"}
    found = [
        f"{named(path)}: line {node.lineno}"
        for path in files("app/web")
        if named(path) not in own_commits
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("session.commit")
    ]

    assert found == []


def test_scripts_keep_nothing_in_the_browser():
    found = {
        named(path): words for path in files("app/static", ending=".js") if (words := STORES.findall(text_of(path)))
    }

    assert found == {}


def test_scripts_are_small_enough_for_a_weak_line():
    found = {
        named(path): size
        for path in files("app/static", ending=".js")
        if (size := path.stat().st_size) > LARGER.get(named(path), LARGEST_SCRIPT)
    }

    assert found == {}
