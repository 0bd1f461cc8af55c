"""The form that every form on a page is: it comes back with what its author typed before, if the page asks for that draft."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from werkzeug.datastructures import MultiDict

from app.web.forms.sentences import GuardedForm
from app.web.kept import taken_draft


class KeptForm(GuardedForm):
    """A form whose words are kept as a draft. Prefill it by `data=`, so that a draft can take precedence."""

    class Meta(GuardedForm.Meta):
        """Where the form takes its values from."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """A page opened with a draft of this form shows the draft, as it would show a form that came back."""
            draft = taken_draft()
            if draft is not None and fits(form, names_of(draft.typed())):
                return MultiDict(draft.typed())
            return super().wrap_formdata(form, formdata)


def names_of(typed: Iterable[tuple[str, str]]) -> set[str]:
    """The names of fields that somebody typed into."""
    return {name for name, _value in typed}


def fits(form: Any, names: set[str]) -> bool:
    """Whether a draft with these fields is one of this form: most of them are its own, rows of a list counted by list."""
    own = {field.name for field in form}
    known = sum(1 for name in names if name in own or any(name.startswith(f"{each}-") for each in own))
    return known * 2 > len(names)
