"""A hand on a keyboard and a mouse: does in a real browser what a person would do, and counts it.

The estimate is the keystroke-level model: 0.28 s a key, 1.3 s to point and click, 1.2 s to decide what to do next.
Whatever is not counted here cannot be done: there is no other way to the page.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, Request

KEY, POINT, DECISION = 0.28, 1.3, 1.2
MOST_TABS, MOST_ARROWS, MOST_LETTERS = 60, 12, 20


@dataclass
class Hand:
    """`keys` pressed (a chord is two), `points` clicked, `decisions` taken, `presses` of a control (a click, or Enter or
    Space on it), and the server's milliseconds for the pages and searches on the way."""

    page: Page
    keys: int = 0
    points: int = 0
    decisions: int = 0
    presses: int = 0
    requests: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("requestfinished", self._note)

    def _note(self, request: Request) -> None:
        self.requests.append(request)

    @property
    def seconds(self) -> float:
        """What the model says a practised person takes."""
        return self.keys * KEY + self.points * POINT + self.decisions * DECISION

    def decide(self) -> None:
        """Think: which one?"""
        self.decisions += 1

    def press(self, key: str) -> None:
        """One key, or a chord such as Shift+Tab."""
        self.keys += key.count("+") + 1
        self.presses += key.split("+")[-1] in ("Enter", "Space")
        self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        """Text, letter by letter."""
        self.keys += len(text)
        self.page.keyboard.type(text, delay=5)

    def click(self, there: Locator) -> None:
        """Point and click; it must be in sight without scrolling further than the browser does for a click."""
        self.points += 1
        self.presses += 1
        there.click()

    def tab_to(self, there: Locator, back: bool = False) -> None:
        """Tab on until the focus is there."""
        for _ in range(MOST_TABS):
            if there.evaluate("element => element === document.activeElement"):
                return
            self.press("Shift+Tab" if back else "Tab")
        raise SystemExit(f"{there} cannot be reached with {MOST_TABS} tabs")

    def tab_into(self, group: str) -> None:
        """Tab on until the focus is on a radio of this name."""
        for _ in range(MOST_TABS):
            if self.page.evaluate("name => document.activeElement?.name === name", group):
                return
            self.press("Tab")
        raise SystemExit(f"{group} cannot be reached with {MOST_TABS} tabs")

    def choose_with_arrows(self, group: str, value: str) -> None:
        """In a group of radios: Space for the first one, arrows to any other."""
        for _ in range(MOST_ARROWS):
            here = self.page.evaluate("() => [document.activeElement.value, document.activeElement.checked]")
            if here == [value, True]:
                return
            self.press("Space" if here[0] == value else "ArrowDown")
        raise SystemExit(f"{value} is not among the choices of {group}")

    def skip_to_main(self) -> None:
        """The first link of every page leads past the bar."""
        self.press("Tab")
        self.press("Enter")

    def letters_until(self, name: str, options: Locator) -> int:
        """Type the beginnings of both names (`am lar`) until the person is among the first three offered, as somebody
        does who looks at the list; which line it is."""
        self.decide()
        first, _, last = name.partition(" ")
        for letter in (*first[:2], f" {last[0]}", *last[1:MOST_LETTERS]):
            self.write(letter.lower())
            self.page.wait_for_timeout(250)
            lines = [text.split("\n")[0] for text in options.all_inner_texts()[:3]]
            if name in lines:
                return lines.index(name)
        raise SystemExit(f"{name} is not offered")

    def server(self) -> float:
        """Milliseconds that the server took for all pages and searches; nothing is counted after this."""
        self.page.wait_for_timeout(300)
        self.page.remove_listener("requestfinished", self._note)
        taken = [request.timing for request in self.requests if "/static/" not in request.url]
        return sum(max(0.0, each["responseStart"] - each["requestStart"]) for each in taken)
