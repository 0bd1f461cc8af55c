"""The pupil's page opens with what is agreed and what helps; then what happened, without a count and without red."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from app.casework.exclusion import Exclusion
from app.casework.preparing import Preparation, prepare_participant
from app.casework.registering import cancel_exclusion
from app.casework.words import Answer, Confidentiality, PutRight, Safe
from tests.cases import Told
from tests.cast import Cast
from tests.client import Browser
from tests.statements import Statements
from tests.web.home import suspend

ClientAs = Callable[..., Browser]


def address_of(cast: Cast, name: str = "Tom Adeyemi") -> str:
    return f"/pupils/{cast.pupil(name).id}"


def main_of(page: str) -> str:
    return page.split("<main")[1].split("</main>")[0]


def test_what_is_agreed_now_comes_first_then_what_helps_then_what_happened(client_as: ClientAs, cast: Cast) -> None:
    Told(cast).logged().triaged().safe().met().agreed()

    page = main_of(client_as("pastoral_lead").page(address_of(cast)))

    assert re.findall(r"<h2[^>]*>(.*?)</h2>", page) == ["Agreed now", "What helps", "What happened"]
    agreed = page.split("What helps")[0]
    for words in ("Keeps Maya a seat", "Tom Adeyemi for Maya Lewis", "A reminder", "due in "):
        assert words in agreed, words


def test_what_helped_in_a_meeting_is_kept_for_the_next_time(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast).logged().triaged().safe().chosen()
    by = told.by("pastoral_lead")
    said = Preparation(told.today, True, Answer.YES, supporter="Ms Okoro", adaptations="Short sentences, with pictures")
    prepare_participant(told.response, told.tom, said, by=by, at=told.at)
    told.kept()

    page = main_of(client_as("pastoral_lead").page(address_of(cast)))

    helps = page.split("What helps")[1].split("What happened")[0]
    assert "Short sentences, with pictures" in helps
    assert "In a small impromptu conference" in helps
    assert "Ms Okoro" in helps


def test_what_happened_is_told_by_term_and_day_with_how_the_person_harmed_is(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast).logged().triaged().safe().met().agreed().checked_in(Safe.YES, PutRight.PARTLY)

    page = main_of(client_as("pastoral_lead").page(address_of(cast)))
    hers = main_of(client_as("pastoral_lead").page(address_of(cast, "Maya Lewis")))

    term = cast.calendar().term_of(told.today)
    assert term
    assert f"<h3>{term.name.capitalize()} term {term.academic_year}</h3>" in page
    assert f"{told.today:%A} {told.today.day} {told.today:%B %Y}" in page
    assert '<a href="/cases/2026-0001">Physical, some harm: caused harm.</a>' in page
    assert "Maya Lewis was harmed. Feels safe; it is partly put right (asked on" in page
    assert "Physical, some harm: was harmed." in hers
    assert "Tom Adeyemi" not in hers.split("What happened")[1]


def test_nothing_is_counted_and_nothing_is_red(client_as: ClientAs, cast: Cast) -> None:
    for number in range(1, 5):
        Told(cast, f"2026-{number:04d}", days_ago=number * 3).logged()

    page = main_of(client_as("pastoral_lead").page(address_of(cast)))

    assert page.count("Physical, some harm: caused harm.") == 4
    text = re.sub(r"<[^>]+>", " ", page)
    assert not re.search(
        r"\b(?:4|four|fourth|total|incidents|times)\b",
        text.split("What happened")[0] + " ".join(re.findall(r"<h\d[^>]*>(.*?)</h\d>", page)),
        re.IGNORECASE,
    )
    for alarming in ("state-stop", "due-overdue", "error", "notice-attention"):
        assert alarming not in page, alarming


def test_what_the_reader_may_not_see_is_left_out_without_a_word(client_as: ClientAs, cast: Cast) -> None:
    Told(cast, "2026-0001").logged()
    Told(cast, "2026-0002", days_ago=9).logged().triaged(level=Confidentiality.RESTRICTED)

    lead, teacher = (main_of(client_as(role).page(address_of(cast))) for role in ("pastoral_lead", "staff"))
    facilitator = main_of(client_as("facilitator").page(address_of(cast)))

    assert "2026-0002" in lead
    assert "2026-0001" in teacher
    assert "2026-0002" not in teacher
    assert "2026-0001" not in facilitator
    assert "There is nothing here that you look after." in facilitator
    for page in (teacher, facilitator):
        words = re.sub(r"<[^>]+>", " ", page)
        assert not re.search(r"restricted|hidden|may not see|not shown", words, re.IGNORECASE)


@pytest.mark.parametrize("role", ["facilitator", "data_manager"])
def test_whoever_sees_no_agreement_is_not_told_that_there_is_none(client_as: ClientAs, cast: Cast, role: str) -> None:
    Told(cast).logged().triaged().safe().met().agreed()
    address = address_of(cast)
    assert "Keeps Maya a seat" in client_as("headteacher").page(address)

    main = main_of(client_as(role).page(address))

    assert "Nothing is agreed in the cases that you see." in main
    assert "Nothing is written down in the cases that you see." in main
    assert "at the moment" not in main


def test_an_outline_says_nothing_of_how_somebody_is(client_as: ClientAs, cast: Cast) -> None:
    Told(cast).logged().triaged().safe().met().agreed().checked_in(Safe.NO, PutRight.NO)

    page = main_of(client_as("tutor").page(address_of(cast)))

    assert "Physical, some harm: caused harm." in page
    assert "Maya Lewis was harmed." in page
    assert "safe" not in page
    assert "Keeps Maya a seat" not in page


def test_a_pupil_of_whom_nothing_is_known_teaches_what_will_stand_there(client_as: ClientAs, cast: Cast) -> None:
    page = main_of(client_as("staff").page(address_of(cast, "Jun Park")))

    assert "What Jun Park promises, and what is promised to them, stands here with its day." in page
    assert "is kept here for the next time" in page


def test_older_entries_are_on_a_page_of_their_own(client_as: ClientAs, cast: Cast) -> None:
    for number in range(1, 23):
        Told(cast, f"2026-{number:04d}", days_ago=number).logged()
    lead = client_as("pastoral_lead")

    page = main_of(lead.page(address_of(cast)))
    older = re.search(r'rel="next" href="([^"]+)"', page)
    assert older
    rest = main_of(lead.page(older[1].replace("&amp;", "&")))

    assert page.count("caused harm.") == 20
    assert re.findall(r"case (2026-\d{4})", rest) == ["2026-0021", "2026-0022"]
    assert f'rel="prev" href="{address_of(cast)}#history"' in rest


def test_an_address_that_somebody_bent_shows_the_newest(client_as: ClientAs, cast: Cast) -> None:
    Told(cast).logged()
    lead = client_as("pastoral_lead")

    for before in ("x", "2026-01-01_5", "2026-01-01T09:00:00+00:00_x", "_"):
        assert "2026-0001" in lead.page(f"{address_of(cast)}?before={before}")


def test_only_those_who_keep_registers_see_the_number(client_as: ClientAs, cast: Cast) -> None:
    upn = cast.pupil("Tom Adeyemi").upn

    assert upn in client_as("pastoral_lead").page(address_of(cast))
    assert upn not in client_as("staff").page(address_of(cast))


def test_exclusions_that_stand_are_read_by_those_who_see_the_register(client_as: ClientAs, cast: Cast) -> None:
    day = cast.calendar().first_within(0, cast.member("staff").on)
    suspend(cast, day, sessions=3)
    row = f"Suspension from {day.day} {day:%B %Y}, 1.5 school days"

    assert row in client_as("pastoral_lead").page(address_of(cast))
    assert "register of exclusions" not in client_as("staff").page(address_of(cast))

    cast.session.rollback()
    by, found = cast.member("headteacher"), cast.session.query(Exclusion).one()
    cancel_exclusion(found, session=cast.session, by=by, at=by.at, because="New evidence")
    cast.session.commit()
    assert row not in client_as("pastoral_lead").page(address_of(cast))


def test_the_page_of_a_pupil_takes_at_most_twelve_statements(client_as: ClientAs, cast: Cast, app: Flask) -> None:
    for number in range(1, 12):
        Told(cast, f"2026-{number:04d}", days_ago=number).logged().triaged().safe().met().agreed()
    browser = client_as("pastoral_lead")

    with Statements(app) as sent:
        browser.page(address_of(cast))

    assert len(sent) <= 12


def test_a_pupil_of_the_other_school_does_not_exist(client_as: ClientAs, cast: Cast) -> None:
    other = cast.pupil("Callum Reid", "B")

    assert client_as("headteacher").get(f"/pupils/{other.id}").status_code == 404
