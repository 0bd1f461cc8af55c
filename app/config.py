"""One frozen settings object, read from the environment once, at the start.

A setting has a default only where the default is safe for a real school. The secret has none: it comes from
`AMENDS_SECRET_FILE`, or from a file in the data folder that is made on first start with mode 600.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

SHORTEST_SECRET = 32
HERE = "http://127.0.0.1:8000"
NOBODY = "amends@localhost"


class Misconfigured(Exception):
    """A setting that can't be used, with what would be right."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`data`: the folder of everything that must be backed up. `idle_minutes`: on a shared computer. `mail`: a folder,
    or the address of a mail server; `address`: of the service itself, for links in mails, without a `/` at its end."""

    data: Path
    database_url: str
    secret: str
    mail: str
    jobs_url: str
    mail_from: str = NOBODY
    address: str = HERE
    is_behind_tls: bool = False
    trusted_hosts: tuple[str, ...] = ()
    proxy_hops: int = 0
    idle_minutes_shared: int = 15
    idle_minutes_own: int = 60
    longest_session_hours: int = 10
    testing: bool = False

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def settings_from(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from `AMENDS_…` variables; refuses a short or unreadable secret with Misconfigured."""
    data = Path(environment.get("AMENDS_DATA", "data")).resolve()
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Settings(
        data=data,
        database_url=environment.get("AMENDS_DATABASE_URL") or f"sqlite:///{data / 'amends.sqlite'}",
        secret=secret_from(Path(environment.get("AMENDS_SECRET_FILE") or data / "secret")),
        mail=_mail_of(environment, data),
        mail_from=environment.get("AMENDS_MAIL_FROM") or NOBODY,
        address=_address_of(environment),
        jobs_url=environment.get("AMENDS_JOBS_URL") or f"sqlite:///{data / 'jobs.sqlite'}",
        is_behind_tls=environment.get("AMENDS_TLS", "no") == "yes",
        trusted_hosts=tuple(filter(None, environment.get("AMENDS_HOSTS", "").split(","))),
        proxy_hops=int(environment.get("AMENDS_PROXY_HOPS", "0")),
    )


def _mail_of(environment: Mapping[str, str], data: Path) -> str:
    """A folder for mails, or a mail server: then a sender is needed, because each server asks whose mail it is."""
    mail = environment.get("AMENDS_MAIL") or str(data / "mail")
    if "://" not in mail:
        return mail
    try:
        parts = urlsplit(mail)
        is_right = parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_right = False
    if not is_right:  # said without the setting, which holds a password
        raise Misconfigured("AMENDS_MAIL should be a folder, or smtp://user:password@host:587, or smtps://… .")
    if "@" not in environment.get("AMENDS_MAIL_FROM", ""):
        raise Misconfigured("With a mail server AMENDS_MAIL_FROM is needed: the address that mails come from.")
    return mail


def _address_of(environment: Mapping[str, str]) -> str:
    """Where the service is reached: as set, else the first of its names, else this computer."""
    given = environment.get("AMENDS_ADDRESS", "").rstrip("/")
    if given:
        if urlsplit(given).scheme not in ("http", "https") or any(not 32 < ord(c) < 127 for c in given):
            raise Misconfigured("AMENDS_ADDRESS should look like https://amends.school.example .")
        return given
    host = environment.get("AMENDS_HOSTS", "").split(",")[0].strip()
    scheme = "https" if environment.get("AMENDS_TLS", "no") == "yes" else "http"
    return f"{scheme}://{host}" if host else HERE


def secret_from(file: Path) -> str:
    """The installation's secret; made on first start, never readable by others."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as opened:
            opened.write(secrets.token_hex(32))
    if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise Misconfigured(f"{file} can be read by others; its mode should be 600.")
    secret = file.read_text().strip()
    if len(secret) < SHORTEST_SECRET:
        raise Misconfigured(f"The secret in {file} is too short; it needs at least {SHORTEST_SECRET} characters.")
    return secret
