import pytest
from django.urls import reverse

from governance.models import Notice
from tests.factories import NoticeFactory, PersonFactory

INBOX = reverse("governance:notices")


@pytest.fixture
def person(client, db):
    person = PersonFactory()
    client.force_login(person)
    return person


def test_inbox_shows_ones_own_notices_newest_first(client, person):
    NoticeFactory(recipient=person, subject="Première", path="/projets/P-1/")
    NoticeFactory(recipient=person, subject="Deuxième")
    NoticeFactory(subject="Pour une autre")

    response = client.get(INBOX)

    assert [notice.subject for notice in response.context["notices"]] == ["Deuxième", "Première"]
    assert 'href="/projets/P-1/"' in response.content.decode()


def test_empty_inbox_says_so(client, person):
    assert "Rien pour vous" in client.get(INBOX).content.decode()


def test_reading_the_inbox_changes_nothing(client, person):
    NoticeFactory(recipient=person)

    client.get(INBOX)

    assert Notice.objects.get().read_at is None


def test_htmx_inbox_is_the_list_alone(htmx_client, db):
    htmx_client.force_login(PersonFactory())

    html = htmx_client.get(INBOX).content.decode().strip()

    assert html.startswith('<section class="card" id="boite"')


def test_mark_as_read_keeps_the_first_time(client, person):
    notice = NoticeFactory(recipient=person)
    address = reverse("governance:notice-reading", args=[notice.pk])

    response = client.post(address)
    first = Notice.objects.get().read_at
    client.post(address)

    assert response.url == INBOX
    assert first is not None
    assert Notice.objects.get().read_at == first


def test_somebody_elses_notice_is_a_404(client, person):
    notice = NoticeFactory()

    assert client.post(reverse("governance:notice-reading", args=[notice.pk])).status_code == 404
    assert Notice.objects.get().read_at is None


def test_mark_everything_as_read_touches_only_ones_own(client, person):
    NoticeFactory.create_batch(2, recipient=person)
    NoticeFactory()

    client.post(reverse("governance:notices-reading"))

    assert Notice.objects.filter(read_at=None).count() == 1
    assert client.get(INBOX).context["unread"] == 0


def test_marking_is_a_post(client, person):
    notice = NoticeFactory(recipient=person)

    assert client.get(reverse("governance:notice-reading", args=[notice.pk])).status_code == 405
    assert client.get(reverse("governance:notices-reading")).status_code == 405


def test_older_notices_are_one_page_away(client, person):
    NoticeFactory.create_batch(31, recipient=person)

    first = client.get(INBOX)
    second = client.get(INBOX + f"?avant={first.context['older']}")

    assert len(first.context["notices"]) == 30
    assert len(second.context["notices"]) == 1
    assert second.context["older"] is None
    assert client.get(INBOX + "?avant=demain").context["first_page"] is True


def test_a_notice_cannot_carry_markup(client, person):
    NoticeFactory(recipient=person, subject="<script>x</script>", body="<b>y</b>")

    html = client.get(INBOX).content.decode()

    assert "<script>x" not in html
    assert "<b>y" not in html


@pytest.mark.parametrize("rows", [1, 3])
def test_inbox_takes_two_statements(client, person, rows, django_assert_num_queries):
    NoticeFactory.create_batch(rows, recipient=person)

    with django_assert_num_queries(2):  # person, notices; the session is cached
        client.get(INBOX)
