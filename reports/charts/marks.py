"""The marks of which every chart is made, and the shades and patterns they may have.

Lengths are units of the drawing, WIDTH of them across; on A4 one unit is about 0.75 point, on screen about a pixel.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

WIDTH = 640.0
TEXT = 11.5
# Average advance of Source Sans 3 in ems, a little generous: labels are placed by it and must not touch.
EMS = 0.5
EMS_BOLD = 0.54

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True)
class Tone:
    """A shade with its pattern: the pattern alone tells two parts of similar grey apart."""

    fill: str
    hatch: Literal["", "/", "\\", "-", "|"] = ""
    stroke: str = "#14363d"


TONES = {
    "strong": Tone("#1b5562"),
    "light": Tone("#d3e4e6", "/"),
    "plain": Tone("#bcd4d8"),
    "pale": Tone("#f1ede2", "\\"),
    "grey": Tone("#b9c2c4"),
    "lined": Tone("#ffffff", "-"),
    "dark": Tone("#23282b"),
    "barred": Tone("#ffffff", "|"),
    "open": Tone("#ffffff"),
}


@dataclass(frozen=True)
class Box:
    """A filled rectangle with an outline; `hatch` is the path of its pattern, empty where it has none."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    hatch: str
    stroke: str
    kind: Literal["box"] = "box"


@dataclass(frozen=True)
class Line:
    """A straight line; `faint` for helpers such as leaders and grids, `gap` for a light cut across a bar."""

    x1: float
    y1: float
    x2: float
    y2: float
    weight: float = 1.0
    dashes: str = "none"
    stroke: str = "currentColor"
    kind: Literal["line"] = "line"


@dataclass(frozen=True)
class Dot:
    """A point estimate: a filled or an open circle."""

    x: float
    y: float
    radius: float
    filled: bool
    kind: Literal["dot"] = "dot"


@dataclass(frozen=True)
class Label:
    """Text on its baseline."""

    x: float
    y: float
    text: str
    anchor: Anchor = "start"
    bold: bool = False
    size: float = TEXT
    kind: Literal["label"] = "label"


Mark = Box | Line | Dot | Label


@dataclass(frozen=True)
class Drawing:
    """A finished chart. `title` says in words what it shows with its figures: it is the text alternative."""

    width: float
    height: float
    title: str
    description: str
    marks: tuple[Mark, ...]


def number(value: float) -> float:
    """A coordinate to a tenth of a unit: enough for the eye, and the same on every machine."""
    return round(value, 1)


def text_width(text: str, *, size: float = TEXT, bold: bool = False) -> float:
    """Estimated width of a label in units."""
    return len(text) * size * (EMS_BOLD if bold else EMS)


def box(x: float, y: float, width: float, height: float, tone: str) -> Box:
    """A rectangle in one of the TONES, with its pattern drawn for its size."""
    chosen = TONES[tone]
    return Box(
        number(x),
        number(y),
        number(width),
        number(height),
        chosen.fill,
        hatch_path(x, y, width, height, chosen.hatch),
        chosen.stroke,
    )


def hatch_path(x: float, y: float, width: float, height: float, hatch: str, step: float = 5.0) -> str:
    """The pattern's lines inside a rectangle, as one SVG path; every point lies in the rectangle.

    Patterns are drawn line by line because printers and browsers differ in how they tile a `<pattern>`.
    """
    if hatch == "-":
        offsets = _steps(height, step)
        return "".join(f"M{number(x)} {number(y + at)}H{number(x + width)}" for at in offsets)
    if hatch == "|":
        offsets = _steps(width, step)
        return "".join(f"M{number(x + at)} {number(y)}V{number(y + height)}" for at in offsets)
    if hatch in ("/", "\\"):
        return "".join(_slant(x, y, width, height, at, hatch) for at in _steps(width + height, step))
    return ""


def _steps(length: float, step: float) -> list[float]:
    count = int(length / step)
    return [step * (n + 0.5) for n in range(count) if step * (n + 0.5) < length]


def _slant(x: float, y: float, width: float, height: float, at: float, hatch: str) -> str:
    # The line u + v = at through a rectangle 0..width × 0..height, mirrored for the other direction.
    u1, u2 = max(0.0, at - height), min(at, width)
    v1, v2 = at - u1, at - u2
    if hatch == "\\":
        u1, u2 = width - u1, width - u2
    return f"M{number(x + u1)} {number(y + v1)}L{number(x + u2)} {number(y + v2)}"
