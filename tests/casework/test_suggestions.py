"""The suggestion and the gates in whole sentences, and what is not known said as not known."""

import pytest

from app.casework.suitability import Answers, Circumstances, gate_for, suggestion
from app.casework.words import Answer, ResponseKind

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.DONT_KNOW


@pytest.mark.parametrize(
    ("severity", "affected", "repeats", "answers", "kind", "why"),
    [
        (1, 0, 0, {}, "affective_statement", "It was marked as minor, and nobody is named as harmed."),
        (1, 1, 0, {}, "affective_questions", "Somebody was affected, and it was marked as minor."),
        (2, 1, 0, {}, "impromptu_conference",
         "It was marked as some harm. A small meeting lets both sides be heard the same day."),
        (1, 1, 1, {}, "impromptu_conference",
         "It has happened before. A small meeting lets both sides be heard the same day."),
        (2, 3, 0, {}, "circle", "3 people were harmed or affected, more than a small meeting holds."),
        (3, 1, 0, {}, "formal_conference", "It was marked as serious, which is met in a prepared meeting."),
        (2, 1, 0, {"everyone_willing": NO}, "affective_questions",
         "It was marked as some harm. Not everyone is willing. Declining is an ordinary ending; nobody is asked again to "
         "change their mind. So each is spoken to alone."),
        (2, 1, 0, {"power_imbalance": YES}, "formal_conference",
         "It is bullying or repeated, or there is an imbalance of power, so each person is prepared first."),
        (2, 1, 0, {"power_imbalance": UNKNOWN}, "formal_conference",
         "Nobody knows yet whether it is repeated or there is an imbalance of power, so each person is prepared first."),
        (3, 1, 0, {"staff_allegation": UNKNOWN}, "affective_questions",
         "It was marked as serious, which is met in a prepared meeting. Not known yet: is it alleged that a member of staff "
         "caused harm to a pupil? This waits until somebody has found out. Until then each is spoken to alone."),
    ],
)  # fmt: skip
def test_the_suggestion_says_why_in_whole_sentences(severity, affected, repeats, answers, kind, why):
    found = suggestion(Circumstances(severity, affected, repeats, Answers(**answers)))

    assert (found.kind, found.why) == (kind, why)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("responsibility_accepted", "Not known yet: does the person who caused harm accept any part in it?"),
        ("everyone_willing", "Not known yet: is everyone willing to take part?"),
        ("live_enquiry", "Not known yet: is there a live police, court or social-care enquiry?"),
    ],
)
def test_what_nobody_knows_is_not_said_as_a_fact(question, words):
    stopped = gate_for(ResponseKind.FORMAL_CONFERENCE, Answers(**{question: UNKNOWN}))

    assert stopped is not None
    assert stopped.message == f"{words} This waits until somebody has found out."


def test_what_is_known_is_said_as_it_is():
    stopped = gate_for(ResponseKind.FORMAL_CONFERENCE, Answers(responsibility_accepted=NO))

    assert stopped is not None
    assert stopped.message.startswith("The person who caused harm accepts no part in it")
