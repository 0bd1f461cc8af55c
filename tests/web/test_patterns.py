"""Patterns: when and where, by shares of days; who meets again, told by what helped; never a count beside a child."""

import re
from datetime import time, timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import select

from app.casework.access_log import Reading
from app.casework.periods import Period
from app.casework.permissions import Permission, Role, granted
from app.casework.words import PutRight, Safe
from tests.cases import Told
from tests.statements import Statements
from tests.web.lists import INJECTIONS, log_case

DAY = timedelta(days=1)
PAGES = ("/patterns", "/patterns/together")


@pytest.fixture
def now(cast):
    return cast.member("staff").at


@pytest.fixture
def days(cast):
    """The last ten school days, the latest first, each at ten in the morning in London winter or summer time."""
    calendar, today = cast.calendar(), cast.member("staff").on
    return [day for day in reversed(calendar.school_days) if day < today][:10]


def at(day, now, hour: int = 10):
    return now.replace(year=day.year, month=day.month, day=day.day, hour=hour, minute=30)


def cells(page: str) -> list[list[str]]:
    """The tables behind the drawings, row by row."""
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.S)
    return [
        [re.sub(r"<[^>]+>", "", c).strip() for c in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", r, re.S)] for r in rows
    ]


# ---- who may look


@pytest.mark.parametrize("role", list(Role))
def test_patterns_are_for_those_who_look_after_a_year_or_the_school(client_as, role):
    may = Permission.SEE_PATTERNS in granted(frozenset({role}))

    assert may == (role in (Role.PASTORAL_LEAD, Role.DSL, Role.DEPUTY_HEADTEACHER, Role.HEADTEACHER))
    for path in PAGES:
        assert client_as(role.value).get(path).status_code == (200 if may else 403)


def test_only_incidents_that_one_sees_in_full_are_drawn(client_as, cast, now, days):
    log_case(cast, "2026-0001", at(days[0], now), location="Yard")
    log_case(cast, "2026-0002", at(days[1], now), caused="Aisha Rahman", harmed="Samir Haddad", location="Tower")

    lower = client_as("pastoral_lead").page("/patterns")  # of years 7 to 9

    assert "Yard" in lower
    assert "Tower" not in lower
    assert "Tower" in client_as("headteacher").page("/patterns")
    assert "Nothing happened in these days" in client_as("headteacher", "B").page("/patterns")


# ---- what is drawn


def test_several_incidents_of_one_day_are_one_day_and_the_table_has_every_number(client_as, cast, now, days):
    for number in range(3):
        log_case(cast, f"2026-000{number}", at(days[0], now, 10 + number), location="Yard")
    log_case(cast, "2026-0009", at(days[3], now), location="Library", category="online")
    since, until = quote(f"{days[9]:%d/%m/%Y}"), quote(f"{days[0]:%d/%m/%Y}")

    page = client_as("headteacher").page(f"/patterns?since={since}&until={until}")

    assert "10 school days." in page
    assert ["Yard", "3", "1 of 10", "too few days"] in cells(page)
    assert ["Library", "1", "1 of 10", "too few days"] in cells(page)
    assert ["Year 8", "4", "2 of 10", "too few days"] in cells(page)
    assert "n = 4 incidents on 2 of 10 school days." in page
    assert page.count('role="img"') == page.count("The numbers in a table") == 5
    assert " %)" not in page  # no percentage of fewer than twenty days


def test_one_break_is_one_line_whether_or_not_somebody_named_the_lesson(client_as, cast, now, days):
    cast.session.add(Period(school_id=cast.school().id, name="Second break", starts_at=time(10, 30), ends_at=time(12)))
    cast.session.commit()
    log_case(cast, "2026-0001", at(days[0], now), lesson="Second break")
    log_case(cast, "2026-0002", at(days[0], now) + timedelta(minutes=12))
    log_case(cast, "2026-0003", at(days[0], now, 7))

    lines = [row[0] for row in cells(client_as("headteacher").page("/patterns"))]

    assert lines.count("Second break") == 1
    assert not {"10:00 to 11:00", "Lunch"} & set(lines)
    assert "Before school" in lines


def test_neither_a_child_nor_a_teacher_is_named_on_the_page_of_days(client_as, cast, now, days):
    for number in range(4):
        log_case(cast, f"2026-000{number}", at(days[number], now))

    page = client_as("pastoral_lead").page("/patterns").replace("Priya Nair", "")

    for name in ("Tom", "Adeyemi", "Maya", "Lewis", "Tamsin", "Okoro", "2026-000"):
        assert name not in page


def test_what_was_kept_stands_beside_what_happened(client_as, cast, days, now):
    Told(cast, "2026-0001").logged().triaged().safe().met().agreed().verified().checked_in(Safe.YES, PutRight.YES)
    Told(cast, "2026-0002").logged().triaged().safe().met().agreed()

    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client_as("pastoral_lead").page("/patterns")))

    assert "agreements kept 1 of 1" in page
    assert "felt safe when asked 1 of 1" in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("since=01/09/2024&until=01/09/2026", "That is more than a school year."),
        ("since=02/09/2026&until=01/09/2026", "It ends before it begins."),
        ("term=2030-31+autumn", "There is no such choice in this list."),
        ("year=99", "There is no such choice in this list."),
        ("since=01/09/2027&until=02/09/2027", "That day is still to come. Give"),
        ("since=soon", "Give the date as dd/mm/yyyy"),
    ],
)
def test_a_bad_range_is_a_sentence_and_nothing_is_drawn(client_as, query, sentence):
    page = client_as("headteacher").page(f"/patterns?{query}")

    assert sentence in page
    assert "Nothing was looked for" in page
    assert "<figure" not in page


@pytest.mark.parametrize("path", PAGES)
def test_nothing_typed_into_the_address_breaks_them(client_as, path):
    for text in INJECTIONS:
        for name in ("term", "since", "year", "words", "window", "kind"):
            assert "<script>alert" not in client_as("headteacher").page(f"{path}?{name}={quote(text)}")


@pytest.mark.parametrize("path", PAGES)
def test_they_take_at_most_twelve_statements(client_as, app, cast, now, days, path):
    for number in range(8):
        log_case(cast, f"2026-00{number:02d}", at(days[number % 4], now, 9 + number % 5))
    Told(cast, "2026-0050").logged().triaged().safe().met().agreed().checked_in(Safe.YES, PutRight.YES)
    browser = client_as("headteacher")
    with Statements(app) as sent:
        browser.page(path)
    assert len(sent) <= 12


# ---- who meets again


def card_of(page: str, title: str) -> str:
    cards = [c for c in re.findall(r'<section class="card".*?</section>', page, re.S) if f"<h2>{title}</h2>" in c]
    assert cards, title
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", cards[0]))


def test_a_pair_opens_with_what_has_been_tried_and_helped(client_as, cast, now):
    Told(cast, "2026-0001", days_ago=9).logged().triaged().safe().met().agreed().verified().checked_in(
        Safe.YES, PutRight.YES
    )
    log_case(cast, "2026-0002", now - DAY, caused="Maya Lewis", harmed="Tom Adeyemi", category="verbal")

    card = card_of(client_as("pastoral_lead").page("/patterns/together"), "Maya Lewis (8B) and Tom Adeyemi (8B)")

    order = ("What has been tried, and what helped", "Agreement kept", "Keeps Maya a seat (done and checked)",
             "Maya Lewis: feels safe, it is put right", "Small impromptu conference: held", "What happened", "verbal",
             "physical")  # fmt: skip
    places = [card.index(words) for words in order]
    assert places == sorted(places)


def test_no_number_stands_beside_a_child(client_as, cast, now):
    for number in range(5):
        log_case(cast, f"2026-000{number}", now - (number + 1) * DAY)

    page = client_as("pastoral_lead").page("/patterns/together")
    card = card_of(page, "Maya Lewis (8B) and Tom Adeyemi (8B)")

    told = re.sub(r"\(8B\)|\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?: \d{4})?\b", "", card)
    assert not re.search(r"\d", told), told
    assert not re.search(r"\btimes\b|\bincidents\b|\btotal\b", told)


def test_pupils_joined_by_pairs_are_a_group(client_as, cast, now):
    for number, (caused, harmed) in enumerate(
        [
            ("Tom Adeyemi", "Maya Lewis"),
            ("Maya Lewis", "Tom Adeyemi"),
            ("Jun Park", "Maya Lewis"),
            ("Jun Park", "Maya Lewis"),
        ]
    ):
        log_case(cast, f"2026-000{number}", now - (number + 1) * DAY, caused=caused, harmed=harmed)

    groups = client_as("pastoral_lead").page("/patterns/together?kind=groups")

    assert card_of(groups, "Jun Park (8B), Maya Lewis (8B) and Tom Adeyemi (8B)")
    assert "<h2>" not in client_as("pastoral_lead").page("/patterns/together?kind=pairs").split("<main")[1].replace(
        "<h2>Nobody fits these filters</h2>", ""
    )


def test_the_window_decides_who_recurs(client_as, cast, now):
    log_case(cast, "2026-0001", now - 60 * DAY)
    log_case(cast, "2026-0002", now - DAY)

    assert "Nobody has met again in 30 days" in client_as("pastoral_lead").page("/patterns/together")
    assert "Tom Adeyemi (8B)" in client_as("pastoral_lead").page("/patterns/together?window=90")


def test_home_leads_to_the_two_and_to_no_fault(client_as, cast, now):
    log_case(cast, "2026-0001", now - 5 * DAY)
    log_case(cast, "2026-0002", now - DAY)
    lead = client_as("pastoral_lead")
    (there,) = set(re.findall(r'href="(/patterns/together[^"#]*)#', lead.page("/")))

    page = lead.page(there)

    assert "Tom Adeyemi (8B)" in page
    assert "There is no such choice" not in page


def test_only_those_who_see_the_cases_see_the_two_and_it_is_written_down(client_as, cast, now):
    log_case(cast, "2026-0001", now - 5 * DAY, caused="Aisha Rahman", harmed="Samir Haddad")
    log_case(cast, "2026-0002", now - DAY, caused="Aisha Rahman", harmed="Samir Haddad")

    assert "Aisha" not in client_as("pastoral_lead").page("/patterns/together")  # of years 7 to 9
    assert cast.session.scalars(select(Reading.reference)).all() == []
    cast.session.rollback()  # and look again from now
    assert "Aisha Rahman (11D) and Samir Haddad (10B)" in client_as("headteacher").page(
        "/patterns/together?words=aisha"
    )
    seen = cast.session.execute(select(Reading.what, Reading.reference).order_by(Reading.id)).all()
    assert seen == [("case in patterns", "2026-0001"), ("case in patterns", "2026-0002")]
