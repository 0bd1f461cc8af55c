"""Files and zips that are no bundle, or a hostile one: one clear sentence each, with its place, and nothing is stored."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.bundle import NotABundle, check_bundle, import_bundle, reader, source
from app.casework.school import School
from tests.bundle.conftest import AT, told

PUPILS = "pupils.csv"


@pytest.mark.parametrize(
    ("content", "place", "right"),
    [
        (b"academic_year,term\r\n2022-23,autumn\r\n", "roll.csv:1:pupils_on_roll", "Add it"),
        (b"academic_year,term,pupils_on_roll,boys\r\n", "roll.csv:1:boys", "The columns are"),
        (b"academic_year,term,term,pupils_on_roll\r\n", "roll.csv:1:term", "Keep one"),
        (b"academic_year;term;pupils_on_roll\r\n2022-23;autumn;3\r\n", "roll.csv:1:None", "Part them by commas"),
        (b"academic_year\tterm\tpupils_on_roll\r\n", "roll.csv:1:None", "Part them by commas"),
        (b"academic_year,term,pupils_on_roll\r\n2022-23,autumn\r\n", "roll.csv:2:None", "Give 3"),
        (b"academic_year,term,pupils_on_roll\r\n2022-23,\xe9t\xe9,3\r\n", "roll.csv:2:term", "reads “été”. Save the file as CSV UTF-8"),
        ("academic_year,term,pupils_on_roll\r\n".encode("utf-16"), "roll.csv:1:None", "Save it as CSV UTF-8"),
        ("academic_year,term,pupils_on_roll\r\n".encode("utf-16-le"), "roll.csv:1:None", "Save it as CSV UTF-8"),
        (b"academic_year,term,pupils_on_roll\r\n2022-23,aut\x00umn,3\r\n", "roll.csv:2:term", "UTF-8"),
        (b'academic_year,term,pupils_on_roll\r\n2022-23,"autumn,3\r\n', "roll.csv:2:None", "never closed. Close it"),
        (b'academic_year,term,pupils_on_roll\r\n2022-23,"aut"umn,3\r\n', "roll.csv:2:None", "Close every quotation mark"),
        (b"academic_year,term,pupils_on_roll\r2022-23,autumn,3\r", "roll.csv:1:None", "CR LF or LF"),
        (b"academic_year,term,pupils_on_roll\r\n" + b"x" * (8 * 1024 * 1024 + 1), "roll.csv:2:None", "longer than 8 MiB"),
        (b"," * 200_000 + b"\r\n", "roll.csv:1:“”", "The column is not known"),
        (b"", "roll.csv:1:None", "header"),
    ],
    ids=[
        "missing column", "unknown column", "column twice", "semicolons", "tabs", "short row", "Windows-1252", "UTF-16",
        "UTF-16 without mark", "NUL", "open quotation", "closed quotation", "CR alone", "endless line", "many columns",
        "empty",
    ],
)  # fmt: skip
def test_a_malformed_file_is_refused_at_its_line(
    empty: Session, folder: Path, content: bytes, place: str, right: str
) -> None:
    (folder / "roll.csv").write_bytes(content)

    problems = told(check_bundle(empty, folder, at=AT))

    assert any(each.startswith(f"{place}: ") and right in each for each in problems), problems


def test_an_unknown_csv_is_refused_by_name_and_other_files_are_left_alone(empty: Session, folder: Path) -> None:
    (folder / "pupil.csv").write_text("upn\r\n")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8")

    assert [p.file for p in check_bundle(empty, folder, at=AT).problems] == ["pupil.csv"]


def test_more_rows_than_a_bundle_may_hold_are_refused_at_once(
    empty: Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader.Allowance.__init__, "__defaults__", (20,))

    problems = told(check_bundle(empty, folder, at=AT))

    assert len(problems) == 1
    assert "the bundle holds more than 2,000,000 rows" in problems[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [(b",sex", b""), (b",", b";"), (b"\r\n", b"\r"), (b"Thistlewood", b'"Thistlewood'), (b"upn", b"upn\0")],
    ids=["missing column", "semicolons", "CR alone", "open quotation", "UTF-16"],
)
def test_one_fault_of_a_file_is_not_told_again_by_each_row_that_names_its_rows(
    empty: Session, folder: Path, old: bytes, new: bytes
) -> None:
    spoilt = (folder / PUPILS).read_bytes().replace(old, new)
    (folder / PUPILS).write_bytes(spoilt)

    outcome = check_bundle(empty, folder, at=AT)

    assert [p.file for p in outcome.problems] == [PUPILS], told(outcome)


def test_a_file_whose_name_is_written_otherwise_is_told_once(empty: Session, folder: Path) -> None:
    (folder / PUPILS).rename(folder / "Pupils.CSV")

    assert told(check_bundle(empty, folder, at=AT)) == [
        "Pupils.CSV:None:None: It is not a file of the bundle. Rename it pupils.csv."
    ]


@pytest.mark.parametrize(("rows", "said"), [(0, "It has 0 rows."), (2, "It has 2 rows."), (4, "It has 4 rows.")])
def test_a_bundle_is_of_one_school(empty: Session, folder: Path, rows: int, said: str) -> None:
    header, school = (folder / "school.csv").read_text().splitlines()[:2]
    others = [school.replace("999002", f"99900{number}") for number in range(2, 2 + rows)]
    (folder / "school.csv").write_text("\n".join([header, *others]) + "\n")

    problems = told(check_bundle(empty, folder, at=AT))

    assert problems[0] == f"school.csv:None:None: {said} A bundle is of one school: one row."


@pytest.mark.parametrize("name", ["empty", "without school.csv"])
def test_a_folder_without_a_school_is_no_bundle(empty: Session, folder: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (folder / "school.csv").unlink()

    problems = told(check_bundle(empty, tmp_path / "empty" if name == "empty" else folder, at=AT))

    assert problems == ["school.csv:None:None: The file is missing. Every bundle names its school in school.csv."]


def zipped(folder: Path, *extra: tuple[str | zipfile.ZipInfo, bytes], without: str = "") -> Path:
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.glob("*.csv")):
            if file.name != without:
                archive.write(file, file.name)
        for name, content in extra:
            archive.writestr(name, content)
    return path


def patched(path: Path, signature: bytes, place: int, value: bytes) -> Path:
    """The zip with bytes changed in each of its headers of one kind."""
    content = bytearray(path.read_bytes())
    at = content.find(signature)
    while at >= 0:
        content[at + place : at + place + len(value)] = value
        at = content.find(signature, at + 4)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", ["events.csv", "photo.jpg"])
def test_a_zip_bomb_is_refused_unopened(empty: Session, folder: Path, name: str) -> None:
    path = zipped(folder, (name, b"0" * (source.RATIO_MATTERS_FROM + 1)))

    (problem,) = told(check_bundle(empty, path, at=AT))

    assert problem.startswith(f"bundle.zip:None:None: {name} would grow to ")


def test_a_zip_that_claims_more_than_a_bundle_may_hold_is_refused_unopened(empty: Session, folder: Path) -> None:
    path = patched(zipped(folder), b"PK\x01\x02", 24, struct.pack("<I", 100 * 1024 * 1024))

    (problem,) = told(check_bundle(empty, path, at=AT))

    assert "Unpacked it would be larger than 1 GiB." in problem or "times its size" in problem


def test_a_zip_within_the_zip_is_left_alone(empty: Session, folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "inner.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("school.csv", b"0" * 30_000_000)

    path = zipped(folder, ("inner.zip", (tmp_path / "inner.zip").read_bytes()))

    assert told(check_bundle(empty, path, at=AT)) == []


@pytest.mark.parametrize("number", [source.MOST_MEMBERS + 1, 70_000])
def test_a_zip_of_very_many_files_is_refused_by_its_last_bytes(empty: Session, tmp_path: Path, number: int) -> None:
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for each in range(number):
            archive.writestr(f"{each}.txt", b"")

    assert told(check_bundle(empty, path, at=AT)) == [
        "many.zip:None:None: It holds more than 1,000 files. Pack the bundle’s .csv files alone."
    ]


@pytest.mark.parametrize("name", ["../roll.csv", "/roll.csv", "C:\\roll.csv", "more/roll.csv", "__MACOSX/._roll.csv"])
def test_a_zip_may_not_point_elsewhere(empty: Session, folder: Path, name: str) -> None:
    path = zipped(folder, (name, b"x"), without="roll.csv")

    assert [p.file for p in check_bundle(empty, path, at=AT).problems] == [name]


def test_a_link_in_a_zip_is_refused(empty: Session, folder: Path) -> None:
    link = zipfile.ZipInfo("roll.csv")
    link.create_system, link.external_attr = 3, 0o120777 << 16

    assert told(check_bundle(empty, zipped(folder, (link, b"/etc/hostname"), without="roll.csv"), at=AT)) == [
        "roll.csv:None:None: It leads out of the zip. Pack plain files with plain names."
    ]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_a_zip_holds_twice_is_told_once(empty: Session, folder: Path) -> None:
    path = zipped(folder, (PUPILS, b"something else"))

    assert told(check_bundle(empty, path, at=AT)) == ["pupils.csv:None:None: The zip holds it twice. Keep one."]


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [(8, b"\x01", "It is locked with a password. Pack it without one."), (10, b"\x0e", "It is packed in a way")],
    ids=["password", "another method"],
)
def test_a_zip_that_cannot_be_read_here_says_why(
    empty: Session, folder: Path, place: int, value: bytes, said: str
) -> None:
    problems = told(check_bundle(empty, patched(zipped(folder), b"PK\x01\x02", place, value), at=AT))

    assert problems
    assert all(said in problem for problem in problems), problems


def test_a_damaged_zip_is_told_and_nothing_of_it_is_stored(empty: Session, folder: Path) -> None:
    path = zipped(folder)
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo(PUPILS).header_offset + 30 + len(PUPILS)
    content = bytearray(path.read_bytes())
    content[start : start + 40] = b"\xff" * 40
    path.write_bytes(content)

    outcome = import_bundle(empty, path, at=AT)

    assert told(outcome) == ["pupils.csv:None:None: It can’t be unpacked: the zip is damaged. Pack the files again."]
    assert empty.scalar(sa.select(sa.func.count()).select_from(School)) == 0


def test_a_link_in_a_folder_is_refused(empty: Session, folder: Path) -> None:
    (folder / "roll.csv").unlink()
    (folder / "roll.csv").symlink_to("/etc/hostname")

    assert [p.file for p in check_bundle(empty, folder, at=AT).problems] == ["roll.csv"]


def test_a_file_in_a_folder_of_the_bundle_is_refused_by_name(empty: Session, folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "notes.csv").rename(folder / "sub" / "notes.csv")
    (folder / "sub" / "letter.txt").write_text("Dear all")

    assert told(check_bundle(empty, folder, at=AT)) == [
        "sub/notes.csv:None:None: It lies in a folder of the bundle. Put the files at its top."
    ]


@pytest.mark.parametrize("name", ["letter.zip", "half.zip", "empty.zip", "pupils.csv", "nowhere"])
def test_what_is_no_bundle_is_said_to_be_none(empty: Session, folder: Path, tmp_path: Path, name: str) -> None:
    whole = zipped(folder).read_bytes()
    contents = {"letter.zip": b"Dear all", "half.zip": whole[: len(whole) // 2], "empty.zip": b"", PUPILS: b"upn\r\n"}
    if name in contents:
        (tmp_path / name).write_bytes(contents[name])

    with pytest.raises(NotABundle, match="There is no folder" if name == "nowhere" else "neither a folder nor a zip"):
        check_bundle(empty, tmp_path / name, at=AT)
