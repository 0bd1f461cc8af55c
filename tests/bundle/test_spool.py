"""Rows on disk: as many as you like, in the order in which they came, in the memory of a few."""

import tracemalloc

from app.bundle.spool import CHUNK, Spool, batches, in_order

MANY = 100_000
MEBIBYTE = 1024 * 1024


def rows(number: int):
    return ((each, f"What happened in case {each}", None) for each in range(number))


def test_a_list_on_disk_gives_back_what_it_took_as_often_as_asked():
    kept = Spool(rows(CHUNK * 3 + 7))

    assert len(kept) == CHUNK * 3 + 7
    assert list(kept) == list(rows(CHUNK * 3 + 7))
    assert [one == other for one, other in zip(kept, kept, strict=True)].count(False) == 0
    assert not Spool()


def test_rows_come_out_sorted_and_equal_ones_as_they_came():
    taken = [(each % 7, each) for each in range(120_000)]

    assert list(in_order(taken, key=lambda row: row[0])) == sorted(taken, key=lambda row: row[0])


def test_batches_leave_nothing_out():
    assert list(batches(range(7), 3)) == [[0, 1, 2], [3, 4, 5], [6]]


def test_many_rows_need_the_memory_of_a_few():
    tracemalloc.start()
    kept = Spool(rows(MANY))
    count = sum(1 for _ in kept)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert count == MANY
    assert peak < 6 * MEBIBYTE  # in a plain list they are more than 20
