"""Fills in a form as a browser would: what stands in it stays, what is typed replaces it, the token goes along."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from tests.page_checks import Page, read, words

Typed = Mapping[str, object]
NOT_SENT = ("submit", "button", "reset", "image", "file")


@dataclass(frozen=True)
class Form:
    """A form that posts: where to, what stands in it, and the names of everything that can be filled in."""

    action: str
    sends: dict[str, list[object]]
    names: frozenset[str]

    def filled_in(self, typed: Typed) -> dict[str, list[object]]:
        """What the browser sends after `typed`: one value or a list of them per field, None for an emptied one."""
        unknown = sorted(set(typed) - self.names)
        assert not unknown, f"the form has no field {unknown}; it has {sorted(self.names)}"
        return {**self.sends, **{name: as_list(value) for name, value in typed.items()}}


def as_list(value: object) -> list[object]:
    """The values of one field."""
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple, set, frozenset)) and not is_file(value) else [value]


def is_file(value: object) -> bool:
    """True of (opened file, name), the way an upload is given."""
    return isinstance(value, tuple) and len(value) == 2 and hasattr(value[0], "read")


def form_for(body: str, typed: Typed, button: str | None = None) -> Form:
    """The first form of the page that posts and has every field of `typed`, with `button` pressed if one is named."""
    page = read(body)
    forms = [form for form in page.all("form") if form.attrib.get("method", "").lower() == "post"]
    for element in forms:
        names = frozenset(name for field in controls(page, element) if (name := field.attrib.get("name")))
        pressed = [b for b in controls(page, element) if b.tag == "button" and words(b) == button]
        if set(typed) <= names and (button is None or pressed):
            sends = standing_values(page, element)
            for b in pressed[:1]:
                if "name" in b.attrib:
                    sends[b.attrib["name"]] = [b.attrib.get("value", "")]
            return Form(
                (pressed[0].attrib.get("formaction") if pressed else None) or element.attrib.get("action", ""),
                sends,
                names,
            )
    raise AssertionError(
        f"no form of the page has {sorted(typed)} and the button {button!r}: {[f.attrib for f in forms]}"
    )


def controls(page: Page, form: Element) -> Iterator[Element]:
    """The controls inside a form, and those elsewhere that name it."""
    for control in page.all("input", "select", "textarea", "button"):
        within = any(element is control for element in form.iter())
        if within or (form.attrib.get("id") and control.attrib.get("form") == form.attrib["id"]):
            yield control


def standing_values(page: Page, form: Element) -> dict[str, list[object]]:
    """What the form would send if nobody touched it."""
    sends: dict[str, list[object]] = {}
    for control in controls(page, form):
        name = control.attrib.get("name")
        if name and control.tag != "button" and "disabled" not in control.attrib:
            for value in values_of(control):
                sends.setdefault(name, []).append(value)
    return sends


def values_of(control: Element) -> list[str]:
    """What one control would send: nothing for an empty box or a button, one value, or several of a list."""
    kind = control.attrib.get("type", "text")
    if control.tag == "textarea":
        return ["".join(control.itertext())]
    if control.tag == "select":
        options = [option for option in control.iter("option") if "disabled" not in option.attrib]
        chosen = [option for option in options if "selected" in option.attrib]
        if not chosen and "multiple" not in control.attrib:
            chosen = options[:1]
        return [option.attrib.get("value", words(option)) for option in chosen]
    if kind in NOT_SENT or (kind in ("radio", "checkbox") and "checked" not in control.attrib):
        return []
    return [control.attrib.get("value", "on" if kind in ("radio", "checkbox") else "")]
