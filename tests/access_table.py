"""Who may call which endpoint: written down here apart from the code, so that a label changed by mistake is seen.

One line per endpoint: the methods and permissions expected of its label. `OPEN`: anybody; `MEMBERS`: whoever is
signed in; else a permission, or several of which any one is enough. A new endpoint adds its line here.
"""

from app.casework.permissions import Permission as P

OPEN = "open to all"
MEMBERS = "every member"

EXPECTED: dict[str, object] = {
    "static": OPEN,
    "health.health": OPEN,
    "health.ready": OPEN,
    "help.show": OPEN,
    "sign_in.sign_in": OPEN,
    "sign_in.start": OPEN,
    "sign_in.schools": OPEN,
    "sign_in.choose_school": OPEN,
    "sign_in.sign_out": MEMBERS,
    "drafts.list_drafts": MEMBERS,
    "drafts.here": MEMBERS,
    "drafts.keep": MEMBERS,
    "drafts.throw_away": MEMBERS,
    "home.show": MEMBERS,
    "account.show": MEMBERS,
    "account.change_password": MEMBERS,
    "account.end_others": MEMBERS,
    "account.choose_shortcuts": MEMBERS,
    "finding.find": P.SEE_PUPILS,
    "incidents.log": P.LOG_INCIDENT,
    "incidents.read": P.SEE_CASES,
    "incidents.amend": P.AMEND_INCIDENT,
    "cases.list_cases": P.SEE_CASES,
    "cases.read": P.SEE_CASES,
    "cases.note": P.ADD_NOTE,
    "triage.triage": P.TRIAGE_CASE,
    "triage.join": P.TRIAGE_CASE,
    "triage.hold": P.SEE_CASES,
    "closing.close": P.CLOSE_CASE,
    "responses.choose": P.LEAD_INFORMAL_RESPONSE,
    "responses.read": P.SEE_CASES,
    "preparation.prepare": P.LEAD_INFORMAL_RESPONSE,
    "responses.hold": P.LEAD_INFORMAL_RESPONSE,
    "responses.end": P.LEAD_INFORMAL_RESPONSE,
    "preparation.risk": P.LEAD_INFORMAL_RESPONSE,
    "agreements.record": P.RECORD_AGREEMENT,
    "agreements.read": P.SEE_CASES,
    "agreements.change": P.RECORD_AGREEMENT,
    "conferences.list_conferences": P.SEE_CASES,
    "conferences.read": P.SEE_CASES,
    "agreements.settle": P.VERIFY_ACTION,
    "agreements.why": P.VERIFY_ACTION,
    "agreements.withdraw": P.RECORD_AGREEMENT,
    "check_ins.list_due": P.HOLD_CHECK_IN,
    "check_ins.of_case": P.HOLD_CHECK_IN,
    "check_ins.hold": P.HOLD_CHECK_IN,
    "check_ins.skip": P.HOLD_CHECK_IN,
    "decisions.threshold": P.RECORD_THRESHOLD,
    "decisions.decide": P.DECIDE,
    "registers.exclusions": P.SEE_REGISTERS,
    "registers.out_of_lessons": P.SEE_REGISTERS,
    "registers.cancel": P.DECIDE,
    "measure.read": P.SEE_REGISTERS,
    "circles.circles": P.LOG_CIRCLE,
    "circles.training": P.SEE_TRAINING,
    "pupils.find": P.SEE_PUPILS,
    "pupils.read": P.SEE_PUPILS,
    "search.search": P.SEARCH,
    "search.suggest": P.SEARCH,
    "settings.settings": (P.SEE_SETTINGS, P.KEEP_SETTINGS),
    "settings.supplied": P.KEEP_SETTINGS,
    "reports.list_reports": P.SEE_REPORTS,
    "reports.ask": P.BUILD_REPORT,
    "reports.read": P.SEE_REPORTS,
    "reports.progress": P.SEE_REPORTS,
    "reports.pdf": P.SEE_REPORTS,
    "reports.figures_as_json": P.SEE_REPORTS,
    "reports.publish": P.PUBLISH_REPORT,
}

# The addresses of records of the other school, or of nobody at all: the answer must be the same.
NOBODYS = {"reference": "2026-0001", "filename": "favicon.svg"}
NO_SUCH_NUMBER = 999_999
