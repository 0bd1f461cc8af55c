"""Knocks at pages in a closed loop, from a process of its own: `python -m bench.load PORT SECONDS COOKIE PATH…`.

So many connections, each asking for the next page as soon as the last has come, for so long, and never more than
`MOST` requests. Prints one line of JSON: requests, seconds, latencies in milliseconds, how many failed.
"""

from __future__ import annotations

import http.client
import itertools
import json
import subprocess
import sys
import threading
import time
from collections import Counter
from statistics import median, quantiles
from typing import NamedTuple

from bench.serving import Served, cpu_ms_of

CONNECTIONS = 8
MOST = 20_000


class Measured(NamedTuple):
    """One round; `cpu_ms` is what the server's process used for one request."""

    per_second: float
    p50_ms: float
    p95_ms: float
    cpu_ms: float


def knock(server: Served, seconds: float, cookie: str, paths: list[str]) -> Measured:
    """One round from a second process; the benchmark ends where a page fails."""
    command = [sys.executable, "-m", "bench.load", str(server.port), str(seconds), cookie, *paths]
    before = cpu_ms_of(server.pid)
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 60).stdout)
    if told["failed"] or not told["latencies"]:
        raise SystemExit(f"Requests failed: {told['failed']}")
    latencies = told["latencies"]
    used = (cpu_ms_of(server.pid) - before) / len(latencies)
    return Measured(len(latencies) / told["seconds"], median(latencies), quantiles(latencies, n=20)[-1], used)


class _Knocking:
    def __init__(self, port: int, seconds: float, cookie: str, paths: list[str]) -> None:
        self.port, self.cookie = port, cookie
        self.paths = itertools.cycle(paths)
        self.numbers = itertools.count()
        self.until = time.monotonic() + seconds
        self.latencies: list[float] = []
        self.failed: Counter[str] = Counter()

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        while time.monotonic() < self.until and next(self.numbers) < MOST:
            began = time.perf_counter()
            try:
                connection.request("GET", next(self.paths), headers={"Cookie": self.cookie})
                answer = connection.getresponse()
                answer.read()
            except OSError as error:
                self.failed[type(error).__name__] += 1
                return
            if answer.status == 200:
                self.latencies.append((time.perf_counter() - began) * 1000)
            else:
                self.failed[str(answer.status)] += 1
        connection.close()


def main() -> None:
    """Knock, and tell what was measured."""
    port, seconds, cookie, *paths = sys.argv[1:]
    knocking = _Knocking(int(port), float(seconds), cookie, paths)
    threads = [threading.Thread(target=knocking.run) for _ in range(CONNECTIONS)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = {"seconds": time.monotonic() - began, "latencies": knocking.latencies, "failed": knocking.failed}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
