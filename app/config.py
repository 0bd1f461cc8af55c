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

SHORTEST_SECRET = 32


class Misconfigured(Exception):
    """A setting that can't be used, with what would be right."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`data`: the folder of everything that must be backed up. `idle_minutes`: on a shared computer."""

    data: Path
    database_url: str
    secret: str
    mail: str
    jobs_url: str
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
        mail=environment.get("AMENDS_MAIL") or str(data / "mail"),
        jobs_url=environment.get("AMENDS_JOBS_URL") or f"sqlite:///{data / 'jobs.sqlite'}",
        is_behind_tls=environment.get("AMENDS_TLS", "no") == "yes",
        trusted_hosts=tuple(filter(None, environment.get("AMENDS_HOSTS", "").split(","))),
        proxy_hops=int(environment.get("AMENDS_PROXY_HOPS", "0")),
    )


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
