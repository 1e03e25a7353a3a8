"""The language of a page is the one that was chosen, never a guess; bodies have a limit."""

import pytest
from django.conf import settings

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("cookie", "language"), [("", "fr"), ("en", "en"), ("fr", "fr"), ("de", "fr"), ("../x", "fr")]
)
def test_a_page_is_in_the_language_that_was_chosen(client, cookie, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie

    response = client.get("/aide/", headers={"accept-language": "en-US"})

    assert response.headers["Content-Language"] == language
    assert f'<html lang="{language}"' in response.content.decode()


@pytest.mark.parametrize("length", [str(10**10), "abc", "-1"])
def test_a_body_that_is_too_large_is_refused_before_it_is_read(client, length):
    """Scenario 67."""
    response = client.generic("POST", "/connexion/", b"x", CONTENT_LENGTH=length)

    assert response.status_code == 413


def test_a_body_without_length_is_refused(client):
    response = client.post("/connexion/", headers={"transfer-encoding": "chunked"})

    assert response.status_code == 413
