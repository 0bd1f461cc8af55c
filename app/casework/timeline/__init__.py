"""The timeline: what happened on a case, told in sentences that a head or a parent's representative can follow.

`sentences.py` is the one reviewed table of strings; `changes.py` says what was before and after; `telling.py` puts
an event together. Pure functions of events and of what is known of the case: no database, no clock.
"""

from app.casework.timeline.changes import Change
from app.casework.timeline.known import Known, KnownAction, KnownResponse
from app.casework.timeline.sentences import KINDS, SENTENCES, kind_of
from app.casework.timeline.telling import Told, moment, tell

__all__ = ["KINDS", "SENTENCES", "Change", "Known", "KnownAction", "KnownResponse", "Told", "kind_of", "moment", "tell"]
