"""The single keys that lead somewhere, said once: for the frame of every page, for the script and for the help page.

Everybody can switch them off on the page of their account (WCAG 2.1.4); they never act while somebody types.
"""

from __future__ import annotations

KEYS_OF = {
    "/": "g h",
    "/cases": "g c",
    "/pupils": "g p",
    "/reports": "g r",
    "/settings": "g s",
    "/incidents/new": "n",
}

# As people read them: (keys, what they do).
SHORTCUTS = (
    (("?",), "Show the keys that work on this page"),
    (("/",), "Go to the search box"),
    (("n",), "Log an incident"),
    (("g", "h"), "Go to Home"),
    (("g", "c"), "Go to Cases"),
    (("g", "p"), "Go to Pupils"),
    (("g", "r"), "Go to Reports"),
    (("g", "s"), "Go to Settings"),
)
