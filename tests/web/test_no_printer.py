"""The web process never loads the printer, whatever page it serves: that is what keeps it small (target: 150 MB)."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from app.jobs import pick_up_waiting
from tests.client import Browser
from tests.processes import ROOT, environment

PRINTER = ("weasyprint", "pydyf", "fontTools", "tinyhtml5", "tinycss2")
# In a process of its own, because the process of the tests prints too.
SERVES_EVERYTHING = """
import sys
from app.factory import create_app
from tests.client import Browser

app = create_app()
app.test_client_class = Browser
head = app.test_client().sign_in_as("headteacher")
plain = [rule.rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and not rule.arguments]
report = ["/reports/1", "/reports/1?copy=restricted", "/reports/1.pdf", "/reports/1.json", "/reports/1/progress", "/reports/1/publish"]
plain.remove("/tour")  # a real school has none
for path in sorted(plain) + report:
    assert head.get(path).status_code in (200, 303, 403), path
head.submit("/reports/1/publish", "Approve and publish")
head.submit("/reports", term="2025-26 spring", as_at="27/02/2026")
assert head.get("/reports/2").status_code == 200
print(len(plain), *sorted(sys.modules))
"""


def test_no_page_loads_the_printer(client_as: Callable[..., Browser], app: Flask, data_folder: Path) -> None:
    client_as("headteacher").submit("/reports", term="2025-26 autumn", as_at="27/02/2026")
    with app.app_context():
        pick_up_waiting()

    served = subprocess.run(
        [sys.executable, "-c", SERVES_EVERYTHING],
        cwd=ROOT,
        env=environment(data_folder),
        capture_output=True,
        text=True,
        check=False,
    )

    assert served.returncode == 0, served.stderr
    pages, *modules = served.stdout.split()
    assert int(pages) > 15
    assert "reports.termly" in modules  # the report's page was drawn
    assert [name for name in modules if name.partition(".")[0] in PRINTER] == []
