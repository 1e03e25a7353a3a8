"""A running house: its own database, web server and worker, started as bin/dev starts them."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from contextlib import closing, suppress
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

from tests.journeys.post import Sink, free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120
HOUSES = 3
FOREIGN = ("BASE_URL", "S3_BUCKET", "SECRET_KEY", "PORT", "DEBUG")


def commands(port: int) -> dict[str, list[str]]:
    """The very commands of bin/dev."""
    sys.path.insert(0, str(ROOT / "bin" / "bootstrap"))
    try:
        serve = import_module("serve")
    finally:
        sys.path.pop(0)
    return {"web": serve.web_command(port), "worker": serve.worker_command()}


class House:
    """One deployment, on the database and the broker that the environment names."""

    def __init__(self, folder: Path, post: Sink, *, redis_number: int, **environment):
        self.folder, self.post, self.port = folder, post, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.database = FreshDatabase(os.environ.get("DATABASE_URL", ""), folder)
        self.commands = commands(self.port)
        self.running: dict[str, subprocess.Popen] = {}
        kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        self.environment = kept | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "CADRAGE_MODE": "demo",
            "CADRAGE_DATA_DIR": str(folder),
            "DATABASE_URL": self.database.url,
            "REDIS_URL": fresh_redis(os.environ.get("REDIS_URL", ""), redis_number),
            "EMAIL_URL": post.url,
            "BASE_URL": self.url,
            "PORT": str(self.port),
            "REMIND_ON_WORKING_MORNINGS": "false",
            "PYTHONWARNINGS": "ignore",
            **environment,
        }

    def __enter__(self) -> "House":
        return self

    def __exit__(self, *_trouble) -> None:
        self.close()

    def run(self, module: str, name: str, **facts):
        """Call a function in a process of its own, through manage.py; its result comes back."""
        code = (
            f"import json\nfrom {module} import {name}\n"
            f"print('\\n' + json.dumps({name}(**json.loads({json.dumps(facts)!r}))))"
        )
        command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", code]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise AssertionError(f"{module}.{name} failed:\n{done.stdout}\n{done.stderr}")
        return json.loads(done.stdout.strip().splitlines()[-1])

    def start(self, name: str) -> None:
        """Start the web server or the worker, in a process group of its own."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                self.commands[name],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def start_web(self) -> None:
        """Start the web server and wait for its first page."""
        self.start("web")
        wait_until(self.answers, "the first page", self.log)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/sante/pret/", timeout=5) as page:
                return page.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def kill(self, name: str) -> None:
        """kill -9 of the whole group, in the middle of whatever it does."""
        process = self.running.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def log(self) -> str:
        """The last lines of both processes."""
        return "\n".join(
            f"── {path.name}\n{path.read_text(errors='replace')[-4000:]}"
            for path in sorted(self.folder.glob("*.log"))
        )

    def close(self) -> None:
        """Stop everything and forget the database."""
        for process in self.running.values():
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        for name in list(self.running):
            with suppress(subprocess.TimeoutExpired):
                self.running[name].wait(15)
            self.kill(name)
        self.database.drop()


class FreshDatabase:
    """An empty database for one house: a file, or a new one on the server that is named."""

    def __init__(self, server: str, folder: Path):
        self.server = server if server.startswith("postgres") else ""
        self.name = f"cadrage_journey_{uuid.uuid4().hex[:12]}"
        if self.server:
            self.on_server(f"CREATE DATABASE {self.name}")
            self.url = urlsplit(self.server)._replace(path=f"/{self.name}").geturl()
        else:
            self.url = f"sqlite:///{folder / 'cadrage.sqlite3'}"

    def ask(self, statement: str) -> list:
        """The first column of a SELECT, read beside the application."""
        if self.server:
            import psycopg

            with psycopg.connect(self.url) as connection:
                return [row[0] for row in connection.execute(statement)]
        with closing(sqlite3.connect(self.url.removeprefix("sqlite:///"), timeout=20)) as file:
            return [row[0] for row in file.execute(statement)]

    def on_server(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement)

    def drop(self) -> None:
        if self.server:
            self.on_server(f"DROP DATABASE {self.name} WITH (FORCE)")


def fresh_redis(url: str, number: int) -> str:
    """An emptied database of the same Redis, `number` (1 to 3) after the one that is named."""
    if not url:
        return ""
    import redis

    parts, beside = urlsplit(url), int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
    place = int(parts.path.strip("/") or 0) + number + HOUSES * beside
    own = parts._replace(path=f"/{place}").geturl()
    with redis.from_url(own) as client:
        client.flushdb()
    return own


def wait_until(true, what: str, detail=lambda: "", patience: float = PATIENCE) -> None:
    """Wait for something to become true, or say what did not happen."""
    limit = time.monotonic() + patience
    while not true():
        if time.monotonic() > limit:
            raise AssertionError(f"waited {patience:.0f} s for {what}\n{detail()}")
        time.sleep(0.2)
