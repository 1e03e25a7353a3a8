"""What the two commands say: one line per step, and for each trouble what to do."""

import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

HINTS = (
    (
        r"CERTIFICATE_VERIFY_FAILED|UnknownIssuer|self.signed certificate|get local issuer",
        "Le réseau passe par un proxy qui a sa propre autorité de certification. Donnez-la :"
        " SSL_CERT_FILE=/chemin/autorite.pem NODE_EXTRA_CA_CERTS=/chemin/autorite.pem",
        "The network goes through a proxy with its own authority: set the two variables above.",
    ),
    (
        r"name resolution|dns error|\b(ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ENETUNREACH)\b|"
        r"Could not (resolve|connect)|Network is unreachable|error sending request|ConnectTimeout",
        "Pas de réseau. La première installation en a besoin : vérifiez la connexion,"
        " ou HTTPS_PROXY si votre entreprise en a un, puis relancez.",
        "No network. The first set-up needs one: check the connection or HTTPS_PROXY, run again.",
    ),
    (
        r"No space left|\bENOSPC\b",
        "Le disque est plein : il faut environ 1 Go libre.",
        "The disk is full: about 1 GB is needed.",
    ),
    (
        r"Permission denied|\bEACCES\b",
        "Ce dossier n’est pas à vous : reprenez-en la propriété (chown) ou clonez ailleurs.",
        "This folder is not yours: take ownership (chown) or clone elsewhere.",
    ),
)


PR_SET_PDEATHSIG = 1


class Trouble(Exception):
    """Something the person at the keyboard can mend; said in French, then in English."""

    def __init__(self, french: str, english: str, detail: str = ""):
        super().__init__(english)
        self.french, self.english, self.detail = french, english, detail

    def __str__(self) -> str:
        tail = "\n".join(f"  | {line}" for line in self.detail.strip().splitlines()[-15:])
        return "\n".join(filter(None, [tail, f"✗ {self.french}", f"  {self.english}"]))


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


@contextmanager
def step(label: str):
    """One line when the work is done, with how long it took."""
    started = time.monotonic()
    yield
    say(f"✓ {label:<58}{time.monotonic() - started:6.1f} s")


def diagnose(command: list[str], output: str) -> Trouble:
    """The trouble behind a failed command, with the way out when we know it."""
    for pattern, french, english in HINTS:
        if re.search(pattern, output, re.IGNORECASE):
            return Trouble(french, english, output)
    name = " ".join([Path(command[0]).name, *command[1:3]])
    return Trouble(f"La commande « {name} » a échoué.", f"The command “{name}” failed.", output)


def run(command: list, *, env: dict | None = None, **options) -> str:
    """Run quietly; on failure show the last lines and say what to do."""
    command = [str(part) for part in command]
    done = subprocess.run(
        command,
        env=env or dict(os.environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        **options,
    )
    if done.returncode:
        raise diagnose(command, done.stdout)
    return done.stdout


def works(command: list, *, env: dict | None = None) -> bool:
    """Does this command exist and succeed?"""
    try:
        return not subprocess.run(
            [str(part) for part in command],
            env=env or dict(os.environ),
            stdin=subprocess.DEVNULL,
            capture_output=True,
        ).returncode
    except OSError:
        return False


def end_with_parent() -> None:
    """On Linux, even a parent that was killed outright leaves nobody behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
