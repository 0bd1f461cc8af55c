"""Section 9: limits. Fixed text that no setting changes, what the term calls for, then the school's own words."""

from __future__ import annotations

from reports.presentation.blocks import Block, Bullets, Heading, Paragraph
from reports.presentation.cover import Cover
from reports.presentation.words import Snapshot, number

SMALL_SCHOOL = 150
FIXED: tuple[str, ...] = (
    "There is no comparison group: no school or pupil without restorative work was observed beside this one.",
    "Every exclusion counted as avoided is a judgement, not proof. It rests on what the school’s policy "
    "indicated and on what the headteacher or a deputy recorded before the decision.",
    "“Probable” is a word, not a measured chance: the method note says, where it can, how often a probable "
    "threshold that did not go the restorative way ended in exclusion.",
    "Indicated suspension days not used are days on paper: nobody observed where the pupil spent them. The "
    "method note says how many of these pupils were out of lessons in another way.",
    "One event can be logged as several incidents, and a stricter policy indicates more. The method note gives "
    "the pupils among the candidates, and the candidates under a new version of the policy.",
    "A pupil who leaves before the holding period ends is never counted as avoided. Year 11 leavers in summer "
    "are among them.",
    "The term in which an exclusion is counted depends on when the last action was checked, and late checking "
    "moves it.",
    "Groups of one term are too small to read much from: look at twelve months or more.",
    "Exclusions avoided are no target, and schools cannot be ranked by them.",
)


def limits_blocks(snapshot: Snapshot, cover: Cover) -> list[Block]:
    """The fixed limits, those of this school and date, and what else changed this year in the school's words."""
    return [
        Bullets((*FIXED, *_of_this_report(snapshot))),
        Heading("What else changed this year, in the school’s words", "report-commentary"),
        *_commentary(cover.commentary),
    ]


def _of_this_report(snapshot: Snapshot) -> list[str]:
    found = []
    pupils = snapshot["pupils_on_roll"]
    if pupils is not None and pupils < SMALL_SCHOOL:
        found.append(
            f"This is a small school ({number(pupils)} pupils): whole-school figures of 1 or 2 can point to a "
            "child. Governors should treat the report as confidential; for the public, publish by year."
        )
    if snapshot["as_at"] < snapshot["term"]["period_ends_on"]:
        found.append(
            "Days that count to the term were still to come on the day of the report: its figures are unfinished."
        )
    return found


def _commentary(text: str) -> list[Block]:
    paragraphs = [" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
    if not paragraphs:
        return [Paragraph("The school has written nothing here.")]
    return [Paragraph(part) for part in paragraphs]
