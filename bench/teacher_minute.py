"""How long the standard tasks of a school day take by hand: by keyboard alone, and by pointer (names are typed either way).

Runs on a demonstration of its own, or on one that is running (`--url`, with `--password` as the demonstration printed
it). Every task starts on the home page of a signed-in member of staff and ends with the page that says it is done.
Prints keys, clicks, presses of a control, decisions, the estimate of the keystroke-level model and the server's part.

    python bench/teacher_minute.py [--url http://127.0.0.1:8000 --password …]
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent))

from playwright.sync_api import Page, expect, sync_playwright

from bench.hand import Hand
from tests.browser.conftest import ARGUMENTS, PROGRAMS
from tests.browser.live import ROOT, environment, serve

STORY = (
    "One pushed the other off the bench by the library doors when his bag was in the way. He fell on his wrist. Both were "
    "quiet when I came. No one saw it."
)
TEACHER = "tamsin.okoro@harbourview.example"
FORMS = ("7B", "8C", "9D", "10E", "11F", "7G", "8H", "9A", "10B", "11C", "7D", "8E", "9F", "10G", "11H", "7C")


@dataclass(frozen=True)
class Task:
    """A task with its target: seconds, and presses of a control where the target names them."""

    name: str
    seconds: float
    do: Callable[[Hand, bool, tuple[str, str]], None]
    presses: int | None = None


def open_log(hand: Hand, keyboard: bool) -> None:
    """From home to the form."""
    button = hand.page.get_by_role("link", name="Log an incident")
    if keyboard:
        hand.tab_to(button)
        hand.press("Enter")
    else:
        hand.click(button)
    expect(hand.page.get_by_role("heading", name="Log an incident")).to_be_visible()


def statement(hand: Hand, keyboard: bool, _names: tuple[str, str]) -> None:
    """A kind word, counted."""
    open_log(hand, keyboard)
    hand.decide()
    button = hand.page.get_by_role("button", name="Count an affective statement")
    if keyboard:
        hand.tab_to(button, back=True)
        hand.press("Enter")
    else:
        hand.click(button)
    expect(hand.page.get_by_text("Counted: an affective statement")).to_be_visible()


def name_with_part(hand: Hand, keyboard: bool, name: str, part: str) -> None:
    """Type until the name is offered, choose it, choose their part in the list that follows."""
    options = hand.page.locator("#people [role=option]")
    place = hand.letters_until(name, options)
    for _ in range(place):
        hand.press("ArrowDown")
    hand.press("Enter")
    expect(options.first).to_contain_text("Not yet clear")
    hand.decide()
    if keyboard:
        wanted = [text.split("\n")[0].strip() for text in options.all_inner_texts()]
        for _ in range([part in text for text in wanted].index(True)):
            hand.press("ArrowDown")
        hand.press("Enter")
    else:
        hand.click(options.filter(has_text=part))


def choose(hand: Hand, keyboard: bool, group: str, value: str) -> None:
    """One choice in a group of tiles."""
    hand.decide()
    if keyboard:
        hand.tab_into(group)
        hand.choose_with_arrows(group, value)
    else:
        hand.click(hand.page.locator(f"[name={group}][value='{value}'] + label"))


def two_people(hand: Hand, keyboard: bool, names: tuple[str, str], *, response: str, story: str = "") -> None:
    """Two people with their parts, the kind, the response; how serious where it is passed on."""
    open_log(hand, keyboard)
    name_with_part(hand, keyboard, names[0], "Caused harm")
    name_with_part(hand, keyboard, names[1], "Was harmed")
    choose(hand, keyboard, "category", "physical")
    if response == "none":
        choose(hand, keyboard, "severity", "2")
        hand.decide()  # leave it as it stands: nothing yet, pass it on
    else:
        choose(hand, keyboard, "response_now", response)
    if story:
        field = hand.page.get_by_label("What was seen or heard")
        if keyboard:
            hand.tab_to(field)
        else:
            hand.click(field)
        hand.write(story)
    if keyboard or story:
        hand.press("Control+Enter" if story else "Enter")
    else:
        hand.click(hand.page.get_by_role("button", name="Log the incident"))
    expect(hand.page.get_by_text("is logged.")).to_be_visible()


def find_case(hand: Hand, keyboard: bool, names: tuple[str, str]) -> None:
    """An open case of a pupil whose name is known."""
    field = hand.page.get_by_label("Search people and cases")
    if keyboard:
        hand.tab_to(field)
    else:
        hand.click(field)
    options = hand.page.locator(".search [role=option]")
    hand.letters_until(names[0], options)
    case = options.filter(has_text=re.compile(r"\d{4}-\d{4}")).first
    expect(case).to_be_visible()
    hand.decide()
    if keyboard:
        place = [bool(re.match(r"\d{4}-\d{4}", text)) for text in options.all_inner_texts()].index(True)
        for _ in range(place):
            hand.press("ArrowDown")
        hand.press("Enter")
    else:
        hand.click(case)
    hand.page.wait_for_url("**/cases/*")
    expect(hand.page.get_by_text(names[0]).first).to_be_visible()


def check_in(hand: Hand, keyboard: bool, names: tuple[str, str]) -> None:
    """A check-in that is due today: safe, put right, saved."""
    link = hand.page.get_by_role("link", name=re.compile(f"Ask {re.escape(names[1])}.*how they are")).first
    hand.decide()
    if keyboard:
        hand.skip_to_main()
        hand.tab_to(link)
        hand.press("Enter")
    else:
        hand.click(link)
    hand.page.wait_for_url("**/check-ins/*")
    if keyboard:
        hand.skip_to_main()
    choose(hand, keyboard, "safe", "yes")
    choose(hand, keyboard, "put_right", "yes")
    if keyboard:
        hand.press("Enter")
    else:
        hand.click(hand.page.get_by_role("button", name="Save the check-in"))
    expect(hand.page.get_by_text("The check-in is saved.")).to_be_visible()


TASKS = (
    Task("affective statement", 6, statement, presses=4),
    Task(
        "two people, parts, kind, questions asked",
        20,
        lambda h, k, n: two_people(h, k, n, response="affective_questions"),
    ),
    Task("two people, parts, kind, passed on", 20, lambda h, k, n: two_people(h, k, n, response="none")),
    Task(
        "the same (questions) with 150 characters",
        62,
        lambda h, k, n: two_people(h, k, n, response="affective_questions", story=STORY),
    ),
    Task(
        "the same (passed on) with 150 characters",
        62,
        lambda h, k, n: two_people(h, k, n, response="none", story=STORY),
    ),
    Task("find an open case of a named pupil", 6, find_case),
    Task("complete a check-in", 12, check_in),
)


def main() -> None:
    """Measures and prints; exit status 1 where a target is missed."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--url", help="a demonstration that is running")
    options.add_argument("--password", default="", help="the password that it printed")
    chosen = options.parse_args()
    if chosen.url:
        missed = measure(chosen.url, chosen.password)
    else:
        with own_demonstration() as (url, password):
            missed = measure(url, password)
    raise SystemExit(1 if missed else 0)


@contextmanager
def own_demonstration() -> Iterator[tuple[str, str]]:
    """A demonstration in a folder of its own, served while it is measured."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "app.cli.console", "demo", "--per-day", "6"]
        there = {**environment(), "AMENDS_DATA": folder}
        told = subprocess.run(command, cwd=ROOT, env=there, capture_output=True, text=True, check=True).stdout
        server = serve(Path(folder))
        try:
            yield server.url, next(line.split()[-1] for line in told.splitlines() if TEACHER in line)
        finally:
            server.stop()


def measure(url: str, password: str) -> int:
    """Every task, by keyboard and by pointer; how many targets were missed."""
    program = next(filter(None, (_which(name) for name in PROGRAMS)), None)
    if program is None:
        raise SystemExit("no Chromium on this machine: sudo apt-get install chromium")
    print(
        f"{'task':42} {'by':8} {'keys':>4} {'clicks':>6} {'presses':>7} {'decisions':>9} {'seconds':>7} {'target':>6} {'':6} server ms"
    )
    missed = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        page = browser.new_context(base_url=url, viewport={"width": 1280, "height": 900}, locale="en-GB").new_page()
        sign_in(page, password)
        pairs = pairs_of_pupils(page)
        for task in TASKS:
            for keyboard in (True, False):
                names = next(pairs)
                if task.do in (find_case, check_in):
                    make_ready(page, names)
                page.goto("/")
                hand = Hand(page)
                task.do(hand, keyboard, names)
                missed += print_line(task, hand, keyboard)
        browser.close()
    return missed


def _which(name: str) -> str | None:
    return next((f"{folder}/{name}" for folder in os.get_exec_path() if os.access(f"{folder}/{name}", os.X_OK)), None)


def sign_in(page: Page, password: str) -> None:
    """As a teacher."""
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(TEACHER)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda there: "/sign-in" not in there)


def pairs_of_pupils(page: Page) -> Iterator[tuple[str, str]]:
    """Two pupils of one form, each pair another one, so that nobody was named lately."""
    for form in FORMS * 2:
        found = page.evaluate("form => fetch(`/people/find?q=${form}`).then(answer => answer.json())", form)
        names = list(dict.fromkeys(each["words"] for each in found["options"] if each["about"] == form))
        yield from zip(names[::2], names[1::2], strict=False)


def make_ready(page: Page, names: tuple[str, str]) -> None:
    """Not measured: a case that is open, with a check-in of the person harmed today."""
    page.goto("/incidents/new")
    for name, part in ((names[1], "Was harmed"), (names[0], "Caused harm")):
        page.get_by_label("Find somebody").fill(name)
        page.locator("#people [role=option]", has_text=name).first.click()
        page.locator("#people [role=option]", has_text=part).click()
    page.locator("[name=category][value=verbal] + label").click()
    page.locator("[name=response_now][value=affective_questions] + label").click()
    page.get_by_label("Look again on").fill(page.get_by_label("Day", exact=True).first.input_value())
    page.get_by_role("button", name="Log the incident").click()
    expect(page.get_by_text("is logged.")).to_be_visible()


def print_line(task: Task, hand: Hand, keyboard: bool) -> int:
    """One line of the table; 1 where the target is missed."""
    is_met = hand.seconds <= task.seconds and (task.presses is None or hand.presses <= task.presses)
    print(
        f"{task.name:42} {'keyboard' if keyboard else 'pointer':8} {hand.keys:4} {hand.points:6} {hand.presses:7} "
        f"{hand.decisions:9} {hand.seconds:7.1f} {task.seconds:6.0f} {'met' if is_met else 'MISSED':6} {hand.server():.0f}"
    )
    return 0 if is_met else 1


if __name__ == "__main__":
    main()
