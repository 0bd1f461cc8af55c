"""The single keys that lead somewhere, said once: for the frame of every page, for the script and for the help page.

Everybody can switch them off on the page of their account (WCAG 2.1.4); they never act while somebody types.
"""

from __future__ import annotations

from app.casework.permissions import Permission
from app.casework.staff import Membership

KEYS_OF = {
    "/": "g h",
    "/cases": "g c",
    "/pupils": "g p",
    "/reports": "g r",
    "/settings": "g s",
    "/incidents/new": "n",
}

# As people read them: (keys, what they do, for whom).
SHORTCUTS: tuple[tuple[tuple[str, ...], str, Permission | None], ...] = (
    (("?",), "Show the keys that work on this page", None),
    (("/",), "Go to the search box", Permission.SEARCH),
    (("n",), "Log an incident", Permission.LOG_INCIDENT),
    (("g", "h"), "Go to Home", None),
    (("g", "c"), "Go to Cases", Permission.SEE_CASES),
    (("g", "p"), "Go to Pupils", Permission.SEE_PUPILS),
    (("g", "r"), "Go to Reports", Permission.SEE_REPORTS),
    (("g", "s"), "Go to Settings", Permission.SEE_SETTINGS),
)


def shortcuts_for(m: Membership | None) -> list[tuple[tuple[str, ...], str]]:
    """The keys that do something for this member; to nobody signed in, all."""
    return [
        (keys, does) for keys, does, permission in SHORTCUTS if m is None or permission is None or m.may(permission)
    ]
