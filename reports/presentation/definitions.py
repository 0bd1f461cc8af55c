"""Section 10, definitions: what every word and figure of the report means (measure.md; figures.md 1 to 4)."""

from __future__ import annotations

from reports.presentation.blocks import Definition
from reports.presentation.words import Snapshot, number

COUNTS: tuple[tuple[str, str], ...] = (
    (
        "Given exclusions and other lines of section 5",
        "By the day on which they began; cancelled ones are left out and counted apart; a lunchtime is half a "
        "day. A line that the school has not declared complete is printed as not supplied, and while one is "
        "missing the headline is held back.",
    ),
    (
        "Rates",
        "Per 100 pupils on roll on the census day of the term (or on the day of the report if earlier), from "
        "the exact counts; rounded, half to even, in print only.",
    ),
    (
        "People harmed",
        "Pairs of a case and a person harmed in it. Offered a say: named for a restorative response that was "
        "not cancelled. Answers are the last at a check-in. Repeats count calendar days from incident to "
        "incident.",
    ),
    (
        "Agreements",
        "Made in the term, with at least one action. Kept: every action done or released. Not kept: some not "
        "done and none done. Partly kept: in between. Still open: an action is planned or not yet checked.",
    ),
    (
        "Steps of a case",
        "A case belongs to the term of its earliest incident. Considered: with a response of any standing but "
        "a word on the spot, or stopped for safety. Met: held, and somebody who caused harm took part.",
    ),
    (
        "Groups",
        "Characteristics as recorded on the day of the incident. Published once for a term, by the method "
        "described in section 6.",
    ),
    (
        "Leaders and training",
        "Training counts while in force. Cases led are conferences and circles held in the term, one for each "
        "leader and case.",
    ),
)


def definitions(snapshot: Snapshot) -> tuple[Definition, ...]:
    """Every definition, with the settings of this school in its place."""
    holding = number(snapshot["settings"]["holding_school_days"])
    limit = number(snapshot["settings"]["response_within_school_days"])
    return tuple(Definition(term, text) for term, text in (*_units(), *_evidence(holding, limit), *COUNTS))


def _units() -> tuple[tuple[str, str], ...]:
    return (
        (
            "Candidate",
            "One pupil who caused harm, in one incident in which exclusion was in play: a decision to exclude "
            "or an exclusion, a threshold of exclusion recorded by someone entitled, or a policy that "
            "indicates one together with a decision or a meeting. Two pupils in one incident are two "
            "candidates. Cases and candidates are counted apart and never added.",
        ),
        (
            "Indicated sanction",
            "What the behaviour policy in force on the day of the incident sets for its category and severity, "
            "and for repeats where it says so. What the policy does not indicate cannot be claimed.",
        ),
        (
            "Threshold, probable and possible",
            "The sanction that the headteacher or a deputy recorded as under consideration, with the clause of "
            "the policy and how likely it was, before the decision and before any response with the pupil was "
            "held. Never by the person who logged the incident, unless headteacher that day. The lesser of "
            "policy and threshold is what an avoided candidate adds.",
        ),
    )


def _evidence(holding: str, limit: str) -> tuple[tuple[str, str], ...]:
    return (
        (
            "Avoided",
            "The policy indicated exclusion; the threshold was recorded in time; the headteacher then decided "
            "for a restorative response, with the three fair-process answers; the pupil took part in one "
            f"within {limit} school days; an agreement followed within {limit} school days and every action on "
            "it by the pupil or by adults is verified, changed by consent or released, at least one of the "
            f"pupil’s own verified or released; and for {holding} school days from the agreement there was no "
            "exclusion for the same matter.",
        ),
        (
            "Holding period",
            f"From the day of the decision to {holding} school days after the agreement was made, its last day "
            "included. The same matter is the same case, the same person harmed, or an exclusion for which no "
            "incident is named.",
        ),
        (
            "Stricter reading",
            "As avoided, but with no exclusion for anything in the holding period.",
        ),
        (
            "The other statuses",
            "As the table of candidates in section 4 says. Recorded late: a response was used, but the policy "
            "indicated no exclusion, or a threshold or decision is missing, out of order, incomplete or by "
            "someone without the authority; listed for the school and never counted.",
        ),
    )
