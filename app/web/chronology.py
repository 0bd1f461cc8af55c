"""The chronology of a case on paper: asked for with its days, made by the job process, read by whoever asked for it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request

from app.casework import scope
from app.casework.calendar import london
from app.casework.case import Case, Note
from app.casework.document import Document
from app.casework.documenting import OPEN, ask_for_chronology
from app.casework.permissions import Permission
from app.casework.refusals import Refused
from app.casework.words import DocumentStatus
from app.db import db
from app.jobs import wake
from app.web.access import me, needs
from app.web.cases import case_or_404
from app.web.clock import now
from app.web.due import full_day
from app.web.forms.chronology import ChronologyForm
from app.web.once import after_saving, may_be_asked_again
from app.web.pages import found_or_404, log_reading, save, show_refusal

pages = Blueprint("chronology", __name__)
STATUS_WORDS = {
    DocumentStatus.REQUESTED: "Waiting to be made",
    DocumentStatus.BEING_MADE: "Being made",
    DocumentStatus.READY: "Ready",
    DocumentStatus.NOT_MADE: "Not made",
}


@pages.route("/cases/<reference>/chronology", methods=["GET", "POST"])
@needs(Permission.SEE_CASES)
@may_be_asked_again
def ask(reference: str) -> Any:
    """Choose the days; restricted notes are left out unless they are ticked."""
    case, _why = case_or_404(reference)
    form = ChronologyForm(data={"starts_on": london(_first_moment(case)).date(), "ends_on": me().on})
    if request.method == "POST" and form.validate():
        try:
            document = ask_for_chronology(
                case,
                form.starts_on.data,
                form.ends_on.data,
                has_restricted=form.has_restricted.data,
                by=me(),
                at=now(),
            )
        except Refused as refused:
            show_refusal(form, refused.refusal)
        else:
            db.session.add(document)
            save()
            after_saving(wake)
            return redirect(f"/documents/{document.id}", 303)
    page = render_template(
        "documents/chronology.html", form=form, reference=reference, has_restricted=_has_restricted(case)
    )
    return (page, 422) if request.method == "POST" else page


def _first_moment(case: Case) -> Any:
    return min((incident.occurred_at for incident in case.incidents), default=case.opened_at)


def _has_restricted(case: Case) -> bool:
    """Whether there is a restricted note that the reader may read."""
    found = scope.visible_notes(me(), case).with_only_columns(Note.id).where(Note.is_restricted).limit(1)
    return db.session.scalar(found) is not None


def _document(document_id: int) -> Document:
    found: Document = found_or_404(scope.visible_documents(me()).where(Document.id == document_id))
    return found


def _days(document: Document) -> str:
    return f"{full_day(document.starts_on)} to {full_day(document.ends_on)}"


@pages.get("/documents/<int:document_id>")
@needs(Permission.SEE_CASES)
def read(document_id: int) -> str:
    """How far it is; then the finished file."""
    document = _document(document_id)
    return render_template(
        "documents/read.html",
        document=document,
        reference=document.case.reference,
        days=_days(document),
        words=STATUS_WORDS[document.status],
        is_open=document.status in OPEN,
        is_ready=document.status is DocumentStatus.READY,
    )


@pages.get("/documents/<int:document_id>/progress")
@needs(Permission.SEE_CASES)
def progress(document_id: int) -> Any:
    """How far it is, for the page that waits."""
    document = _document(document_id)
    is_open = document.status in OPEN
    return jsonify(done=None, total=None, words=STATUS_WORDS[document.status], finished=not is_open)


@pages.get("/documents/<int:document_id>.pdf")
@needs(Permission.SEE_CASES)
def pdf(document_id: int) -> Response:
    """The finished file; each time it is fetched is a reading of the case."""
    document = _document(document_id)
    if document.status is not DocumentStatus.READY or document.content is None:
        abort(404)
    reference = document.case.reference
    restricted = " with restricted notes" if document.has_restricted else ""
    log_reading("document", f"{reference} chronology {document.starts_on} to {document.ends_on}{restricted}")
    name = f"{reference}-chronology-{document.starts_on}-to-{document.ends_on}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(document.content, mimetype="application/pdf", headers=headers)
