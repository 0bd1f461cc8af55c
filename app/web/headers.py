"""The headers of every response, whatever it is, and the address of static files with their content's hash."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, request

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # no-referrer would make browsers send `Origin: null` with our own forms; nothing leaves our own site this way
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}
ONE_YEAR = 31_536_000
ONE_DAY = 86_400


def add_headers(app: Flask) -> None:
    """Set the headers on each response of the app, those of errors and of static files too."""
    app.after_request(set_headers)


def set_headers(response: Response) -> Response:
    """Strict headers; pages are never kept by the browser, static files are."""
    for name, value in ALWAYS.items():
        response.headers[name] = value
    if current_app.config["AMENDS"].is_behind_tls:
        response.headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}; includeSubDomains"
    response.headers["Cache-Control"] = _how_long_kept(response)
    return response


def _how_long_kept(response: Response) -> str:
    if request.endpoint != "static" or response.status_code not in (200, 304):
        return "no-store"
    if request.args.get("v"):
        return f"public, max-age={ONE_YEAR}, immutable"
    return f"public, max-age={ONE_DAY}"


def static_url(name: str) -> str:
    """The address of a static file; it changes with the file, so that the file can be kept for a year. The address of a
    script changes with every script, because scripts fetch one another by it. A server that is not for development
    looks at its files once: they change when it is installed anew."""
    hash_of = _hash_of.__wrapped__ if current_app.debug else _hash_of
    return f"{current_app.static_url_path}/{name}?v={hash_of(Path(current_app.static_folder or ''), name)}"


@lru_cache(maxsize=64)
def _hash_of(folder: Path, name: str) -> str:
    files = [
        file for file in (sorted(folder.glob("*.js")) if name.endswith(".js") else [folder / name]) if file.exists()
    ]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12] if files else "0"
