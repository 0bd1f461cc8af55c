"""The memory of the web process after many pages of a large school (target: at most 150 MB resident).

python -m bench.memory [--pages 60]
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from bench.big_school import LARGE, cases_of, installation_of
from bench.serving import amends, cookie_of, page

LISTS = ("/", "/cases", "/cases?stage=open", "/pupils?name=tom")
READERS = ("P-NAI", "H-MAR")


def megabytes(pid: int, kind: str) -> int:
    """`Rss` or `Pss` of a process in MB."""
    told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = re.search(rf"^{kind}:\s+(\d+) kB", told, re.MULTILINE)
    if found is None:
        raise SystemExit("This system does not say what a process holds.")
    return int(found[1]) // 1024


def main() -> None:
    """Measures and prints."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--pages", type=int, default=60)
    number = options.parse_args().pages
    data = installation_of(LARGE)
    with amends(data) as served:
        for code in READERS:
            cookie = cookie_of(data, code)
            for path in (*LISTS, *(f"/cases/{reference}" for reference in cases_of(data, code, number))):
                page(served.port, path, cookie)
        print(f"{megabytes(served.pid, 'Rss')} MB resident, {megabytes(served.pid, 'Pss')} MB proportional")


if __name__ == "__main__":
    main()
