"""Real browsers on a real house; without the packages of the journeys, nothing is collected."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.journeys.house import House
from tests.journeys.post import Sink

collect_ignore_glob = [] if find_spec("playwright") else ["test_*.py"]

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The Chromium of the machine when it has one."""
    own = {"executable_path": str(CHROMIUM)} if CHROMIUM.exists() else {}
    return {**browser_type_launch_args, **own, "args": FLAGS}


@pytest.fixture(scope="session")
def base_url():
    """Each house has its own address."""
    return ""


@pytest.fixture(scope="session")
def post():
    """The mail server that every house of the run writes to."""
    sink = Sink()
    sink.controller.start()
    yield sink
    sink.controller.stop()


@pytest.fixture(scope="session")
def house(tmp_path_factory, post):
    """An empty company with its people, served, with its worker and beat."""
    with opened(tmp_path_factory, post, redis_number=1, REMINDER_SECONDS="5") as house:
        house.days = house.run("tests.journeys.backstage", "prepare")
        house.start_web()
        house.start("worker")
        yield house
        assert_quiet(house)


@pytest.fixture(scope="session")
def demo_house(tmp_path_factory, post):
    """The demo company, served; nothing waits for a worker there."""
    with opened(tmp_path_factory, post, redis_number=2) as house:
        house.run("tests.journeys.backstage", "prepare", demo=True)
        house.landmarks = house.run("tests.journeys.backstage", "landmarks")
        house.start_web()
        yield house
        assert_quiet(house)


def opened(tmp_path_factory, post, **settings):
    """A house of its own folder, closed whatever happens."""
    return House(tmp_path_factory.mktemp("house"), post, **settings)


def assert_quiet(house) -> None:
    """No page and no task broke, even unnoticed."""
    assert "Traceback" not in house.log(), house.log()


@pytest.fixture
def arrive(new_context):
    """Somebody opens a browser on a house; at the end, no browser has complained."""
    from tests.journeys.visitors import Visitor

    came = []

    def one(house, name: str, email: str = "", project: str = "", **context):
        email = email or f"{name.lower().replace(' ', '.')}@verdier.example"
        browser = new_context(
            base_url=house.url, locale="fr-FR", timezone_id="Europe/Paris", **context
        )
        came.append(Visitor(browser, name, email, project))
        return came[-1]

    yield one
    assert [problem for visitor in came for problem in visitor.problems] == []
