"""The jobs: what takes longer than a page may, done in a process of its own.

The truth about a job is the row of its report; the queue only says that there is something to do. A report whose
job was killed is picked up again when the next job process starts.
"""

from app.jobs.covers import final_cover, for_governors, for_the_head, frozen, kept_cover
from app.jobs.documents import make_waiting_documents
from app.jobs.queue import AlreadyAtWork, alone, queue_of, tell_all, wake
from app.jobs.reckoning import keep, reckoned
from app.jobs.sweeping import sweep
from app.jobs.work import pick_up_waiting

__all__ = [
    "AlreadyAtWork",
    "alone",
    "final_cover",
    "for_governors",
    "for_the_head",
    "frozen",
    "keep",
    "kept_cover",
    "make_waiting_documents",
    "pick_up_waiting",
    "queue_of",
    "reckoned",
    "sweep",
    "tell_all",
    "wake",
]
