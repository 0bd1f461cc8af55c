"""People who do the same casework: by the keys alone, with a pointer, and in a browser that runs no scripts."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 150
IS_FOCUSED = "element => document.activeElement === element"


def take_the_first(page: Page, words: str) -> None:
    """Take the first person of the open list, whose name begins with what was typed."""
    expect(page.get_by_role("option").first).to_contain_text(re.compile(words, re.IGNORECASE))
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")


class Keys:
    """Somebody without a pointer: every control is reached by Tab from where the focus is, and used by its keys."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, target: Locator) -> None:
        """Tab until the control has the focus."""
        for _ in range(MOST_TABS):
            if target.evaluate(IS_FOCUSED):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} is not reached by Tab")

    def write(self, field: Locator, words: str) -> None:
        """Replace what stands in a field."""
        self.reach(field)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(words)

    def choose(self, name: str, value: str) -> None:
        """One of a row of choices: Tab to the row, arrows to the choice."""
        row, wanted = self.page.locator(f"main input[name='{name}']"), f"main input[name='{name}'][value='{value}']"
        for _ in range(MOST_TABS):
            if self.page.evaluate("name => document.activeElement.name === name", name):
                break
            self.page.keyboard.press("Tab")
        self.page.keyboard.press("Space")
        for _ in range(row.count()):
            if self.page.locator(wanted).is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        expect(self.page.locator(wanted)).to_be_checked()

    def pick(self, field: Locator, label: str) -> None:
        """A line of a list, by its first letters."""
        self.reach(field)
        self.page.keyboard.type(label)
        assert field.evaluate("list => list.selectedOptions[0].label").startswith(label)

    def tick(self, box: Locator) -> None:
        """A box to tick."""
        self.reach(box)
        self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def press(self, button: Locator) -> None:
        """A button that leads to the next page."""
        self.reach(button)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def unfold(self, summary: Locator) -> None:
        """What is folded away."""
        self.reach(summary)
        self.page.keyboard.press("Enter")

    def name(self, words: str) -> None:
        """Name somebody in the log form."""
        self.write(self.page.get_by_label("Find somebody"), words)
        take_the_first(self.page, words)


class Pointer:
    """Somebody with a pointer."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def write(self, field: Locator, words: str) -> None:
        """Replace what stands in a field."""
        field.fill(words)

    def choose(self, name: str, value: str) -> None:
        """One of a row of choices, by its label."""
        box = self.page.locator(f"main input[name='{name}'][value='{value}']").first
        self.page.locator(f"main label[for='{box.get_attribute('id')}']").first.click()
        expect(box).to_be_checked()

    def pick(self, field: Locator, label: str) -> None:
        """A line of a list."""
        field.select_option(label=label)

    def tick(self, box: Locator) -> None:
        """A box to tick, by its label."""
        self.page.locator(f"label[for='{box.get_attribute('id')}']").first.click()
        expect(box).to_be_checked()

    def press(self, button: Locator) -> None:
        """A button that leads to the next page."""
        with self.page.expect_navigation():
            button.click()

    def unfold(self, summary: Locator) -> None:
        """What is folded away."""
        summary.click()

    def name(self, words: str) -> None:
        """Name somebody in the log form, from the list that opens."""
        self.page.get_by_label("Find somebody").press_sequentially(words)
        take_the_first(self.page, words)


class NoScripts(Pointer):
    """Somebody with a pointer, in a browser that runs no scripts."""

    def name(self, words: str) -> None:
        """Name somebody in the log form, by its buttons."""
        self.write(self.page.get_by_label("Find somebody"), words)
        self.press(self.page.get_by_role("button", name="Find", exact=True))
        self.page.locator("[name=found] + label").first.click()
        self.press(self.page.get_by_role("button", name="Add those I ticked"))


Hand = Keys | Pointer
