"""The web server and the worker under one parent: started together, stopped together."""

import http.client
import os
import signal
import socket
import subprocess
import time
from contextlib import suppress

from console import Trouble, end_with_parent, say
from places import PYTHON, ROOT, data_dir

PATIENCE = 15


def port() -> int:
    """The port asked for, refused before any work when it cannot be had."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Trouble(f"PORT={text} n’est pas un port.", f"PORT={text} is not a port.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except OSError as error:
            free = int(text) + 1
            raise Trouble(
                f"Le port {text} est pris ou interdit. Prenez-en un autre : PORT={free} bin/dev",
                f"Port {text} is taken or forbidden. Choose another: PORT={free} bin/dev",
                str(error),
            ) from error
    return int(text)


def web_command(number: int) -> list[str]:
    options = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(number)]
    limits = ["--workers", "1", "--blocking-threads", "4", "--log-level", "warning"]
    return [str(PYTHON), "-m", "granian", *options, *limits, "config.wsgi:application"]


def worker_command() -> list[str]:
    pool = ["--pool", "threads", "--concurrency", "2", "--loglevel", "warning"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return [str(PYTHON), "-m", "celery", "-A", "config", "worker", "-B", *pool, *quiet]


class House:
    """Both processes; each has its own group, so that nothing survives it."""

    def __init__(self, number: int, env: dict[str, str]):
        self.number, self.env, self.running = number, env, {}
        self.commands = {"web": web_command(number), "worker": worker_command()}
        self.stopping = False

    def start(self, name: str) -> None:
        self.running[name] = subprocess.Popen(
            self.commands[name],
            env=self.env,
            cwd=ROOT,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )

    def stop(self, *_signal) -> None:
        self.stopping = True

    def watch(self) -> int:
        """Keep both alive until asked to stop; the web server's own death ends everything."""
        while not self.stopping:
            if self.running["web"].poll() is not None:
                say("✗ Le serveur s’est arrêté. / The server stopped.")
                return 1
            if self.running["worker"].poll() is not None:
                self.signal("worker", signal.SIGKILL)
                say("! L’ouvrier s’est arrêté, il redémarre. / The worker stopped, starting again.")
                time.sleep(1)
                self.start("worker")
            time.sleep(0.2)
        return 0

    def close(self) -> None:
        """A polite end for both, then a firm one."""
        for name in self.running:
            self.signal(name, signal.SIGTERM)
        limit = time.monotonic() + PATIENCE
        for process in self.running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, limit - time.monotonic()))
        for name in self.running:
            self.signal(name, signal.SIGKILL)

    def signal(self, name: str, number: signal.Signals) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.running[name].pid, number)

    def answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.number, timeout=30)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status > 0
        except OSError:
            return False
        finally:
            connection.close()


def serve(number: int, env: dict[str, str]) -> int:
    """Serve until Ctrl-C or SIGTERM."""
    house = House(number, env | {"PORT": str(number), "PYTHONWARNINGS": "ignore"})
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, house.stop)
    try:
        house.start("web")
        house.start("worker")
        while not (house.stopping or house.answers() or house.running["web"].poll() is not None):
            time.sleep(0.1)
        if house.running["web"].poll() is None and not house.stopping:
            welcome(number)
        return house.watch()
    finally:
        house.close()


def welcome(number: int) -> None:
    say(f"\n  Cadrage est servi sur http://127.0.0.1:{number}  (Ctrl-C pour arrêter)")
    say("  Les cinq comptes de la démonstration sont proposés sur la page de connexion.")
    say(f"  Les e-mails envoyés sont dans {data_dir() / 'mails'}\n")
