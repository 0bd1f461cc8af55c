"""Passwords: hashed with argon2id, refused when they could be guessed, checked in the same time for nobody at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.casework.refusals import Refusal

SHORTEST = 12
LONGEST = 256
STRONG_ENOUGH = 3
LEFT_AT_LEAST = 6
# 19 MiB, two passes, one lane: OWASP's minimum, and thirty people sign in at 8:40 on two cores (stack.md 4)
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_OF_NOBODY = HASHER.hash("nobody has this password")


def hash_password(password: str) -> str:
    """The argon2id hash to store."""
    return HASHER.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one behind the hash. Without a hash it takes as long and says no."""
    if len(password) > LONGEST:
        return False
    try:
        HASHER.verify(password_hash or _OF_NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def why_weak(password: str, about: Sequence[str] = ()) -> Refusal | None:
    """Refuses `password_too_short`, `password_too_long` and `password_guessable`; `about`: the person's name,
    address and school, which are the first things that somebody would try."""
    if len(password) < SHORTEST:
        return Refusal(
            "password_too_short",
            f"Choose a password of at least {SHORTEST} characters. Three or four words that do not belong together are good.",
            "password",
        )
    if len(password) > LONGEST:
        return Refusal("password_too_long", f"Choose a password of at most {LONGEST} characters.", "password")
    known = [word for text in about for word in re.findall(r"\w+", text.lower())]
    if _left_without(password, known) < LEFT_AT_LEAST:
        message = "That password could be guessed: it is made of your name, your address or the school’s."
        return Refusal("password_guessable", message, "password")
    # Its lists of words take 12 MB, and few people choose a password on a given day.
    from zxcvbn import zxcvbn

    judged = zxcvbn(password[:72], user_inputs=known)
    if judged["score"] < STRONG_ENOUGH:
        warning = judged["feedback"]["warning"].rstrip(".")
        return Refusal(
            "password_guessable",
            f"That password could be guessed{f': {warning[:1].lower()}{warning[1:]}' if warning else ''}. Choose three or "
            "four words that do not belong together, without names or the school’s.",
            "password",
        )
    return None


def _left_without(password: str, known: Sequence[str]) -> int:
    """How many letters are left of a password once the known words are taken out of it, or all of them where it holds
    none."""
    rest = password.casefold()
    for word in sorted(filter(lambda each: len(each) > 3, known), key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(password) if rest == password.casefold() else sum(letter.isalpha() for letter in rest)
