"""Slows guessing without locking anybody out: the wait grows with each wrong password, up to a minute.

Attempts are counted per account and per address, both only as keyed hashes. Where an account has been signed in to
from an address before, only attempts from there count: guessing from elsewhere does not keep its owner out.
"""

from __future__ import annotations

import hashlib
import hmac
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from app.casework.account import SignInAttempt

LOOK_BACK = timedelta(minutes=30)
KNOWN_FOR = timedelta(days=30)
FREE_FOR_ACCOUNT = 4
FREE_FOR_SOURCE = 30
LONGEST_WAIT = 60


@dataclass(frozen=True, slots=True)
class Attempt:
    """Whose account and from where, as hashes that only this installation can make."""

    email_hash: str
    source_hash: str


def attempt_of(email: str, source: str, secret: str) -> Attempt:
    """The hashes of an address typed at sign-in and of where it came from."""
    return Attempt(_keyed(email.strip().casefold(), secret), _keyed(source, secret))


def _keyed(text: str, secret: str) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def seconds_to_wait(session: Session, attempt: Attempt, at: datetime) -> int:
    """Seconds until the next try is looked at; 0 for now. One statement."""
    same_email = SignInAttempt.email_hash == attempt.email_hash
    same_source = SignInAttempt.source_hash == attempt.source_hash
    wrong = and_(SignInAttempt.succeeded.is_(False), SignInAttempt.at > at - LOOK_BACK)
    of = [and_(wrong, same_email, same_source), and_(wrong, same_email), and_(wrong, same_source)]
    been_here = and_(SignInAttempt.succeeded, same_email, same_source)
    counted = [func.count().filter(test) for test in of] + [func.max(SignInAttempt.at).filter(test) for test in of]
    row: tuple[Any, ...] = tuple(
        session.execute(
            select(func.max(SignInAttempt.at).filter(been_here), *counted).where(
                SignInAttempt.at > at - KNOWN_FOR, same_email | same_source
            )
        ).one()
    )
    known, both, account, source, last_both, last_account, last_source = row
    wait = _wait(both, last_both, FREE_FOR_ACCOUNT, at)
    if known is not None:
        return wait
    wait = max(wait, _wait(account, last_account, FREE_FOR_ACCOUNT, at))
    return max(wait, _wait(source, last_source, FREE_FOR_SOURCE, at))


def _wait(wrong: int, last: datetime | None, free: int, at: datetime) -> int:
    if last is None or wrong <= free:
        return 0
    delay = min(LONGEST_WAIT, 2 ** min(wrong - free, 10))
    return max(0, math.ceil((last + timedelta(seconds=delay) - at).total_seconds()))


def note_attempt(session: Session, attempt: Attempt, at: datetime, *, succeeded: bool) -> None:
    """Remember how an attempt went."""
    session.add(
        SignInAttempt(email_hash=attempt.email_hash, source_hash=attempt.source_hash, at=at, succeeded=succeeded)
    )
