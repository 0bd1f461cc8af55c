"""Reads a page as a careful editor would, and lists what is wrong with it.

The client of the tests does this to every response it fetches, so that no page can lose its label, its token
or its headers unseen. Pure functions of text and headers; the faults come out as sentences.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import html5lib

FIELDS = ("input", "select", "textarea")
NOT_TYPED_INTO = ("hidden", "submit", "button", "reset", "image")
NAMED_BY_OTHERS = (
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-details",
    "for",
    "list",
    "form",
)
ERROR_SUMMARY = "error-summary-title"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
SLIPPED_THROUGH = ("None", "True", "False", "[]", "{}", "nan")


def faults_of_response(headers: Mapping[str, str], body: str) -> list[str]:
    """Every fault of a response: its headers, and its page if it is one."""
    faults = faults_of_headers(headers)
    if headers.get("Content-Type", "").startswith("text/html"):
        if "no-store" not in headers.get("Cache-Control", ""):
            faults.append("the browser may keep this page: Cache-Control lacks no-store")
        faults += faults_of_page(body)
    return faults


# ---- headers


def faults_of_headers(headers: Mapping[str, str]) -> list[str]:
    """What the headers of any response lack."""
    wanted = {
        "X-Content-Type-Options": ("nosniff",),
        "Referrer-Policy": ("no-referrer", "same-origin"),
        "Cross-Origin-Opener-Policy": ("same-origin",),
    }
    faults = [
        f"the header {name} is {headers.get(name)!r}, not {' or '.join(values)}"
        for name, values in wanted.items()
        if headers.get(name) not in values
    ]
    return faults + faults_of_policy(headers.get("Content-Security-Policy", ""))


def faults_of_policy(policy: str) -> list[str]:
    """What the content security policy lets through."""
    directives = {words[0]: words[1:] for part in policy.split(";") if (words := part.split())}
    wanted = {
        "default-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    faults = [
        f"the policy says {name} {directives.get(name)}, not {value}"
        for name, value in wanted.items()
        if directives.get(name) != [value]
    ]
    for name, sources in directives.items():
        loose = [source for source in sources if is_loose(source)]
        faults += [f"the policy lets {name} take {source}" for source in loose]
    return faults


def is_loose(source: str) -> bool:
    """True of a source that would let in somebody else's script, style or font."""
    return source.startswith(("'unsafe-", "http:", "https:", "*")) or "." in source


# ---- pages


@dataclass(frozen=True)
class Page:
    """A page that has been read: its elements in order, and who stands inside whom."""

    elements: tuple[Element, ...]
    parents: Mapping[Element, Element]
    misreadings: tuple[str, ...]

    def all(self, *tags: str) -> Iterator[Element]:
        """The elements of these tags, in order."""
        return (element for element in self.elements if element.tag in tags)

    def inside(self, element: Element, tag: str) -> bool:
        """True if the element stands within one of that tag."""
        while element in self.parents:
            element = self.parents[element]
            if element.tag == tag:
                return True
        return False

    def ids(self) -> list[str]:
        """Every id, with repetitions."""
        return [element.attrib["id"] for element in self.elements if "id" in element.attrib]


def read(body: str) -> Page:
    """Parse a page as the standard says, keeping what the parser had to put right."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(body)
    elements = tuple(element for element in root.iter() if isinstance(element.tag, str))
    parents = {child: parent for parent in elements for child in parent}
    misreadings = tuple(
        f"not valid HTML at line {place[0]}: {html5lib.constants.E[code] % variables}"
        for place, code, variables in parser.errors
    )
    return Page(elements, parents, misreadings)


def faults_of_page(body: str) -> list[str]:
    """Everything that an editor would send back on this page."""
    page = read(body)
    checks = (outline, identities, fields, forms, links_and_buttons, pictures, inline_code, slips)
    return [*page.misreadings, *(fault for check in checks for fault in check(page))]


def words(element: Element) -> str:
    """The text of an element with all that is in it, spaces tidied."""
    return " ".join("".join(element.itertext()).split())


def name_of(page: Page, element: Element) -> str:
    """What a screen reader would call the element, as far as it is written on the element itself."""
    by_id = {other.attrib.get("id"): other for other in page.elements}
    referred = [by_id[key] for key in element.attrib.get("aria-labelledby", "").split() if key in by_id]
    return element.attrib.get("aria-label") or " ".join(map(words, referred)) or words(element)


def shown(element: Element) -> str:
    """The start tag, short, so that the author finds the place."""
    attributes = "".join(f' {key}="{value}"' for key, value in list(element.attrib.items())[:4])
    return f"<{element.tag}{attributes}>"


def outline(page: Page) -> Iterator[str]:
    """Language, title, one h1, one main, headings that do not skip a level."""
    for html in page.all("html"):
        if not html.attrib.get("lang"):
            yield "the page does not say its language"
    titles = [title for title in page.all("title") if words(title)]
    if not any(page.inside(title, "head") for title in titles):
        yield "the page has no title"
    for tag in ("h1", "main"):
        found = list(page.all(tag))
        if len(found) != 1:
            yield f"the page has {len(found)} {tag}, not one"
    before = 0
    for heading in page.all(*HEADINGS):
        level = HEADINGS.index(heading.tag) + 1
        if not words(heading):
            yield f"an empty heading {shown(heading)}"
        if heading.attrib.get("id") == ERROR_SUMMARY:
            continue  # the summary of errors stands before the h1, because it is read first
        if level > before + 1:
            yield f"a heading skips a level: {shown(heading)} {words(heading)!r}"
        before = level


def identities(page: Page) -> Iterator[str]:
    """Each id once, and every reference to an id leads somewhere."""
    ids = Counter(page.ids())
    yield from (f"the id {key!r} stands {times} times" for key, times in ids.items() if times > 1)
    for element in page.elements:
        for attribute in NAMED_BY_OTHERS:
            for key in element.attrib.get(attribute, "").split():
                if key not in ids:
                    yield f"{attribute}={key!r} leads nowhere: {shown(element)}"
        href = element.attrib.get("href", "")
        if element.tag == "a" and href.startswith("#") and href[1:] not in ids:
            yield f"a link leads nowhere: {shown(element)}"


def fields(page: Page) -> Iterator[str]:
    """Every control has a label; radios stand together under a legend; no placeholder text."""
    labelled = {label.attrib.get("for") for label in page.all("label") if words(label)}
    for field in page.all(*FIELDS):
        if "placeholder" in field.attrib:
            yield f"placeholder text in {shown(field)}"
        if field.attrib.get("type") in NOT_TYPED_INTO:
            continue
        named = field.attrib.get("aria-label") or field.attrib.get("aria-labelledby")
        if not (named or field.attrib.get("id") in labelled or page.inside(field, "label")):
            yield f"no label for {shown(field)}"
        if field.attrib.get("type") == "radio" and not page.inside(field, "fieldset"):
            yield f"a radio outside a fieldset: {shown(field)}"
    for fieldset in page.all("fieldset"):
        if not any(words(child) for child in fieldset if child.tag == "legend"):
            yield f"a fieldset without a legend: {shown(fieldset)}"


def forms(page: Page) -> Iterator[str]:
    """A token on every form that posts, and on no form that puts its fields into the address."""
    for form in page.all("form"):
        method = form.attrib.get("method", "get").lower()
        tokens = [field for field in form.iter("input") if field.attrib.get("name") == "csrf_token"]
        if method == "post" and not any(token.attrib.get("value") for token in tokens):
            yield f"no CSRF token in {shown(form)}"
        keys = [field for field in form.iter("input") if field.attrib.get("name") == "form_key"]
        if method == "post" and not any(key.attrib.get("value") for key in keys):
            yield f"no one-time key in {shown(form)}: draw it by post_form, or put new_key() beside its token"
        if method != "post" and tokens:
            yield f"the CSRF token would stand in the address: {shown(form)}"


def links_and_buttons(page: Page) -> Iterator[str]:
    """Links and buttons say something, and none is nested in another."""
    for element in page.all("a", "button", "summary"):
        if not name_of(page, element):
            yield f"nothing to read on {shown(element)}"
        if page.inside(element, "a") or page.inside(element, "button"):
            yield f"a control inside a control: {shown(element)}"


def pictures(page: Page) -> Iterator[str]:
    """Each picture says what it shows, or that it shows nothing."""
    for image in page.all("img"):
        if "alt" not in image.attrib:
            yield f"no alt text on {shown(image)}"
    for element in page.elements:
        if element.tag == "{http://www.w3.org/2000/svg}svg":
            drawn_for_eyes_only = element.attrib.get("aria-hidden") == "true"
            if not drawn_for_eyes_only and not name_of(page, element):
                yield f"a drawing without a name: {shown(element)}"


def inline_code(page: Page) -> Iterator[str]:
    """No script or style in the page itself, nothing from another host: the policy would stop it."""
    for element in page.elements:
        tag = element.tag.rpartition("}")[2]
        if tag == "style" or (tag == "script" and "src" not in element.attrib):
            yield f"{tag} written into the page"
        for attribute, value in element.attrib.items():
            if attribute == "style" or attribute.startswith("on"):
                yield f"{attribute} written into the page: {shown(element)}"
            if value.strip().lower().startswith("javascript:"):
                yield f"a script for an address: {shown(element)}"
        source = element.attrib.get("src") or (element.attrib.get("href") if tag == "link" else None) or ""
        if source.startswith(("http:", "https:", "//")):
            yield f"fetched from another host: {shown(element)}"


def slips(page: Page) -> Iterator[str]:
    """Code that reached the reader: template marks, or a Python value where words should be."""
    for element in page.elements:
        if element.tag in ("script", "textarea", "pre", "code"):
            continue
        for text in (element.text, *(child.tail for child in element)):
            said = (text or "").strip()
            if said in SLIPPED_THROUGH or "{{" in said or "{%" in said or "<bound method" in said:
                yield f"code on the page, {said[:60]!r}, in {shown(element)}"
