"""The editor of page_checks.py finds each fault that we plant, and nothing on a page that is right."""

import pytest

from tests.page_checks import faults_of_headers, faults_of_page, faults_of_response

GOOD_PAGE = """<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Log an incident – Amends</title>
<link rel="stylesheet" href="/static/amends.css"><script type="module" src="/static/amends.js"></script></head>
<body><a href="#main">Skip to the page</a>
<svg width="9" height="9" aria-hidden="true"><path d="M0 0"/></svg>
<main id="main"><h1>Log an incident</h1><h2>Who</h2><h3>Pupils</h3><h2>What</h2>
<form method="post"><input type="hidden" name="csrf_token" value="abc"><input type="hidden" name="form_key" value="def">
<label for="what">What happened</label><p id="what-hint">In a sentence</p>
<textarea id="what" name="what" aria-describedby="what-hint"></textarea>
<fieldset><legend>Severity</legend><label><input type="radio" name="severity" value="1"> Low</label></fieldset>
<button>Save</button></form>
<form method="get"><label for="q">Search</label><input id="q" name="q"><button>Search</button></form>
<img src="/static/chart.svg" alt=""><p>Nothing happened, and {so on}. None of it matters.</p></main></body></html>"""

GOOD_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
}


def test_a_page_that_is_right_has_no_fault():
    assert faults_of_response(GOOD_HEADERS, GOOD_PAGE) == []


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        ("<!doctype html>", "", "not valid HTML"),
        ("</h3>", "", "not valid HTML"),
        ("<p id=", "<p <p id=", "not valid HTML"),
        (' lang="en-GB"', "", "does not say its language"),
        ("Log an incident – Amends", " ", "has no title"),
        ("<h2>Who</h2>", "<h1>Who</h1>", "the page has 2 h1"),
        ("<h1>Log an incident</h1>", "", "the page has 0 h1"),
        ("<h2>Who</h2>", "", "skips a level"),
        ("<h2>Who</h2>", "<h2></h2>", "an empty heading"),
        ('<main id="main">', '<div id="main">', "the page has 0 main"),
        ('<p id="what-hint">', '<p id="what">', "stands 2 times"),
        ('<p id="what-hint">', "<p>", "aria-describedby='what-hint' leads nowhere"),
        ('href="#main"', 'href="#middle"', "a link leads nowhere"),
        ('<label for="what">What happened</label>', "", "no label for <textarea"),
        ('<label for="q">Search</label>', '<label for="q"></label>', "no label for <input"),
        ('id="q" name="q"', 'id="q" name="q" placeholder="Name"', "placeholder text"),
        ("<legend>Severity</legend>", "", "a fieldset without a legend"),
        ("<fieldset><legend>Severity</legend>", "<div>", "a radio outside a fieldset"),
        ('value="abc"', 'value=""', "no CSRF token"),
        ('value="def"', 'value=""', "no one-time key"),
        ('<form method="get">', '<form><input type="hidden" name="csrf_token">', "stand in the address"),
        ("<button>Save</button>", "<button></button>", "nothing to read on <button"),
        ("<button>Save</button>", '<a href="/"><button>Save</button></a>', "a control inside a control"),
        (' alt=""', "", "no alt text"),
        (' aria-hidden="true"', "", "a drawing without a name"),
        (' src="/static/amends.js"', "", "script written into the page"),
        ("</head>", "<style>p{}</style></head>", "style written into the page"),
        ("<h1>", '<h1 style="color:red">', "style written into the page"),
        ("<h1>", '<h1 onclick="go()">', "onclick written into the page"),
        ('href="#main"', 'href="javascript:go()"', "a script for an address"),
        ("/static/amends.css", "https://example.org/a.css", "fetched from another host"),
        ("Nothing happened", "{{ what }}", "code on the page"),
        ("<h2>What</h2>", "<h2>What</h2><p>None</p>", "code on the page"),
    ],
)
def test_a_planted_fault_is_found(right, wrong, fault):
    assert right in GOOD_PAGE

    faults = faults_of_page(GOOD_PAGE.replace(right, wrong, 1))

    assert any(fault in found for found in faults), faults


@pytest.mark.parametrize("header", [name for name in GOOD_HEADERS if name != "Content-Type"])
def test_a_missing_header_is_found(header):
    headers = {name: value for name, value in GOOD_HEADERS.items() if name != header}

    assert faults_of_response(headers, GOOD_PAGE)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("default-src 'none'", "default-src 'self'"),
        ("script-src 'self'", "script-src 'self' 'unsafe-inline'"),
        ("style-src 'self'", "style-src 'self' https:"),
        ("style-src 'self'", "style-src 'self' cdn.example.org"),
        ("img-src 'self'", "img-src *"),
        ("base-uri 'none'; ", ""),
        ("form-action 'self'; ", ""),
        ("frame-ancestors 'none'", "frame-ancestors 'self'"),
    ],
)
def test_a_loosened_policy_is_found(right, wrong):
    policy = GOOD_HEADERS["Content-Security-Policy"]
    assert right in policy

    faults = faults_of_headers({**GOOD_HEADERS, "Content-Security-Policy": policy.replace(right, wrong)})

    assert faults


def test_a_file_needs_the_headers_but_is_not_read_as_a_page():
    headers = {**GOOD_HEADERS, "Content-Type": "application/pdf"}

    assert faults_of_response(headers, "%PDF-1.7") == []
