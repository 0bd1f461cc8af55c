"""How many case pages a second, beside a bare page of the same size on the same server.

Both servers run at once and are asked in turn, round by round, so that a busy machine slows them alike; each case page
is found through scope, and its reading is committed, synced, before it is sent. Prints medians and their ratio
(target: at least 0.4).

    python -m bench.case_page [--rounds 5] [--seconds 4]
"""

from __future__ import annotations

import argparse
from statistics import median

from bench.big_school import LARGE, cases_of, installation_of
from bench.load import Measured, knock
from bench.serving import amends, cookie_of, kept_cookie, page, serving

TARGET = 0.4
READERS = (("T-OKO", "teacher"), ("P-NAI", "pastoral lead"), ("H-MAR", "headteacher"))
PAGES = 50


def main() -> None:
    """Measures and prints."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=float, default=4)
    options.add_argument("--incidents", type=int, default=LARGE)
    chosen = options.parse_args()
    data = installation_of(chosen.incidents)
    with amends(data) as ours:
        for code, who in READERS:
            paths = [f"/cases/{reference}" for reference in cases_of(data, code, PAGES)]
            cookie = kept_cookie(ours.port, paths[0], cookie_of(data, code))
            size = round(median(len(page(ours.port, path, cookie).encode()) for path in paths))
            with serving("-m", "bench.bare_page", "--size", str(size), data=data) as bare:
                rounds = [
                    (knock(ours, chosen.seconds, cookie, paths), knock(bare, chosen.seconds, cookie, ["/"]))
                    for _ in range(chosen.rounds + 1)
                ][1:]  # the first of each warms up
            _print(who, size, *zip(*rounds, strict=True))


def _print(who: str, size: int, ours: tuple[Measured, ...], bare: tuple[Measured, ...]) -> None:
    for name, rounds in (("case page", ours), ("bare page", bare)):
        rate, p50, p95, cpu = (median(values) for values in zip(*rounds, strict=True))
        told = f"{rate:7.1f} a second, p50 {p50:6.1f} ms, p95 {p95:6.1f} ms, {cpu:5.2f} ms of CPU each"
        print(f"{who:14} {name} {size / 1024:5.1f} KB {told}")
    rates, cpus = (
        [median(getattr(each, name) for each in rounds) for rounds in (ours, bare)] for name in ("per_second", "cpu_ms")
    )
    print(f"{who:14} ratio {rates[0] / rates[1]:.2f} (target: at least {TARGET}); by CPU {cpus[1] / cpus[0]:.2f}")


if __name__ == "__main__":
    main()
