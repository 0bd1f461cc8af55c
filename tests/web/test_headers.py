"""Every response carries the strict headers, whatever it is."""

import pytest

from tests.page_checks import faults_of_headers


@pytest.mark.parametrize("path", ["/health", "/ready", "/nothing/here", "/static/favicon.svg", "/static/nothing.css"])
def test_the_strict_headers_are_on_every_response(client, path):
    with client.get(path) as response:
        assert faults_of_headers(response.headers) == []


def test_a_page_is_never_kept_and_a_static_file_with_its_hash_is(client):
    for path, words in (
        ("/health", "no-store"),
        ("/static/favicon.svg?v=abc", "immutable"),
        ("/static/nothing.css?v=abc", "no-store"),
    ):
        with client.get(path) as response:
            assert words in response.headers["Cache-Control"]
