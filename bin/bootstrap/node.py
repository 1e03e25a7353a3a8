"""The packages of the interface (styles, icons, font) through npm, with or without Node here."""

import os
import re
import shutil
import subprocess

import packages
from console import run, step
from places import AUTHORITIES, NODE_MODULES, ROOT, VENV, Stamp, fingerprint

STAMP = Stamp(NODE_MODULES / ".cadrage.json")
OLDEST = 20


def ensure() -> None:
    """node_modules holds exactly what package-lock.json says."""
    locked = fingerprint([ROOT / "package-lock.json"])
    if STAMP.read().get("locked") == locked:
        return
    env = environment()
    with step("Paquets de l’interface (npm)"):
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        run([*command, "--loglevel=error"], env=env, cwd=ROOT)
        STAMP.write(locked=locked)


def usable() -> bool:
    """Does the machine have npm, and a Node that is recent enough?"""
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    version = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
    found = re.match(r"v(\d+)", version)
    return bool(found) and int(found[1]) >= OLDEST


def environment() -> dict[str, str]:
    """The machine's Node, or the one of the wheel; both trust the machine's authorities."""
    env = dict(os.environ)
    if AUTHORITIES.is_file():
        env.setdefault("NODE_EXTRA_CA_CERTS", str(AUTHORITIES))
    if not usable():
        packages.ensure("node")
        env["PATH"] = f"{VENV / 'bin'}:{env.get('PATH', '')}"
        env["NODE_OPTIONS"] = f"{env.get('NODE_OPTIONS', '')} --use-system-ca".strip()
    return env
