"""What must not be in the repository: addresses of package hosts, places on somebody's own machine, work put off."""

import re

from tests.guards.project import CODE, ROOT, files, named, text_of, versioned

HOSTS = re.compile(r"https?://|--(?:extra-)?index-url|--find-links|--trusted-host|@ file:")
OWN_PLACES = re.compile(r"(?<![\w.~}])/(?:home|root|Users|work|mnt|farm)/\w")
PUT_OFF = re.compile(r"#.*\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")


def test_the_guards_find_what_they_look_for():
    assert HOSTS.search("--extra-index-url https://packages.example")
    assert OWN_PLACES.search('open("/' + 'home/me/notes.txt")')
    assert PUT_OFF.search("# TO" + "DO later")


def test_lock_files_pin_everything_by_hash_and_name_no_host():
    for path in (ROOT / "requirements").glob("*.txt"):
        text = text_of(path)

        pinned = re.findall(
            r"^([a-z0-9_.-]+(?:\[[a-z, ]+\])?)==\S+(?: ;[^\\]+)? \\\n    --hash=sha256:", text, re.MULTILINE
        )
        started = re.findall(r"^[a-zA-Z]", text, re.MULTILINE)

        assert HOSTS.findall(text) == []
        assert len(pinned) == len(started) > 20, named(path)


def test_the_three_lock_files_agree():
    pins: dict[str, set[str]] = {}
    for path in (ROOT / "requirements").glob("*.txt"):
        for name, version in re.findall(r"^([\w.-]+)(?:\[[a-z, ]+\])?==(\S+)", text_of(path), re.MULTILINE):
            pins.setdefault(name, set()).add(version)

    assert {name: versions for name, versions in pins.items() if len(versions) > 1} == {}


def test_no_file_names_a_place_on_somebodys_own_machine():
    found = {named(path): places for path in versioned() if (places := OWN_PLACES.findall(text_of(path)))}

    assert found == {}


def test_nothing_is_put_off_in_a_comment():
    found = {named(path): put_off for path in files(*CODE) if (put_off := PUT_OFF.findall(text_of(path)))}

    assert found == {}
