"""An allegation against staff beside other answers that must wait: who is told, and who lifts the hold."""

import pytest

from app.casework.suitability import Answers
from app.casework.words import Answer, Stage
from tests.guarded_cases import a_case, case_called, name_on
from tests.web.pages_of_cases import lead_of
from tests.web.test_gates import answered

YES = Answer.YES


@pytest.mark.parametrize("beside", [{}, {"weapon_or_threat": "yes"}, {"suspected_abuse": "yes"}])
def test_whoever_answers_that_staff_are_accused_is_told_to_tell_the_headteacher_alone(client_as, cast, beside):
    reference, teacher = a_case(cast), client_as("staff")
    safe = dict.fromkeys(Answers.__dataclass_fields__, "no") | {"staff_allegation": "yes"} | beside

    teacher.submit(f"/cases/{reference}/responses/new", **safe, review_on=f"{cast.member('staff').on:%d/%m/%Y}")

    page = teacher.page("/cases")
    assert "The case is the headteacher’s alone now. Tell them at once, in person." in page
    assert "safeguarding lead" not in page


def test_a_hold_beside_an_allegation_is_lifted_once_the_safeguarding_lead_can_open_the_case(client_as, cast):
    reference = answered(cast, staff_allegation=YES, weapon_or_threat=YES)
    page, head, lead = f"/cases/{reference}/hold", client_as("headteacher"), client_as("dsl")
    told = head.page(page)
    assert "Tell the headteacher" not in told
    assert lead_of(head.page(f"/cases/{reference}")) == "On hold for safety. The headteacher has it."
    assert "They can’t open this case until the headteacher names them on it or returns it" in told

    name_on(cast, reference, "dsl", by="headteacher")

    assert "They can’t open this case" not in lead.page(page)
    lead.submit(page, because="Nobody had a weapon")
    assert case_called(cast, reference).stage is Stage.LOGGED
