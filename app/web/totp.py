"""The second factor: six digits from an authenticator app, the picture to set it up with, and recovery codes.

The database holds a random half of the secret; the other half is the installation's own secret. Whoever copies the
database alone can make no code, and a half copied to another account makes another secret (security.md 2).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

import pyotp
import segno

SECONDS = 30
DRIFT = 1
DIGITS = 6
RECOVERY_CODES = 10
RECOVERY_LENGTH = 10
# No letter or digit that looks like another.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Picture:
    """A QR code as a drawing: the side of its square in modules, and the path of the dark ones."""

    side: int
    path: str


def new_half() -> str:
    """The random half that is stored."""
    return secrets.token_hex(20)


def secret_of(half: str, account_id: int, installation: str) -> str:
    """The secret that the app keeps, in base 32."""
    made = hmac.new(installation.encode(), f"second factor:{account_id}:{half}".encode(), hashlib.sha256).digest()
    return base64.b32encode(made[:20]).decode()


def step_of(secret: str, typed: str, at: datetime, last_step: int | None) -> int | None:
    """The step that the typed code belongs to, at most one before or after now, and later than the last one used;
    None if there is none. Spaces within the code do not matter."""
    code = "".join(typed.split())
    if len(code) != DIGITS or not code.isascii() or not code.isdigit():
        return None
    here = int(at.timestamp()) // SECONDS
    app = pyotp.TOTP(secret)
    for step in range(here - DRIFT, here + DRIFT + 1):
        is_right = hmac.compare_digest(app.generate_otp(step), code)
        if is_right and (last_step is None or step > last_step):
            return step
    return None


def address_of(secret: str, email: str, school: str) -> str:
    """What the picture says to the app."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=f"Amends, {school}")


def picture_of(address: str) -> Picture:
    """The QR code with its quiet border of four modules: one run of dark modules after another."""
    rows = list(segno.make(address, error="m", micro=False).matrix_iter(border=4))
    runs = []
    for y, row in enumerate(rows):
        start = None
        for x, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                runs.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
                start = None
    return Picture(len(rows), "".join(runs))


def in_fours(secret: str) -> str:
    """A secret as people type it."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def new_recovery_codes() -> list[str]:
    """Ten codes of about 50 bits, such as `k3m9p-wx7ea`."""
    made = ["".join(secrets.choice(LETTERS) for _ in range(RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)]
    return [f"{code[:5]}-{code[5:]}" for code in made]


def new_password_code() -> str:
    """A code of about 78 bits, such as `k3m9-pwx7-ea2r-tt5q`."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def hash_of_code(code: str, account_id: int, installation: str) -> str:
    """What is stored of a code: keyed, so that a copy of the database tells nothing."""
    plain = "".join(c for c in code.casefold() if c.isalnum())
    return hmac.new(installation.encode(), f"code:{account_id}:{plain}".encode(), hashlib.sha256).hexdigest()
