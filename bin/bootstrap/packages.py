"""Python packages: uv when present, else fetched by whatever pip can be found; then the locks."""

import importlib.util
import os
import shutil
import sys
from pathlib import Path

import apt
from console import Trouble, run, step, works
from mirrors import pip_settings, uv_environment
from places import AUTHORITIES, PYTHON, REQUIREMENTS, TOOLS, VENV, Stamp, fingerprint

STAMP = Stamp(VENV / "cadrage.json")
OWN_UV = TOOLS / "uv" / "bin" / "uv"
WHEELS = "usr/share/python-wheels/pip-*.whl"


def ensure(*groups: str) -> None:
    """The environment holds these groups, and those asked for earlier, exactly as locked."""
    known = STAMP.read()
    wanted = sorted({*groups, *known.get("groups", [])})
    locks = [REQUIREMENTS / f"{group}.txt" for group in wanted]
    locked = fingerprint(locks)
    if known.get("locked") == locked and PYTHON.exists() and works([PYTHON, "-c", ""]):
        return
    uv = find_uv()
    with step(f"Paquets Python ({', '.join(wanted)})"):
        env = uv_environment()
        if not works([PYTHON, "-c", ""]):
            shutil.rmtree(VENV, ignore_errors=True)
            run([uv, "venv", "--quiet", "--python", interpreter(), VENV], env=env)
        run([uv, "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, *locks], env=env)
        STAMP.write(groups=wanted, locked=locked)


def interpreter() -> str:
    """The machine's own Python, even when a virtual environment is active."""
    return getattr(sys, "_base_executable", "") or sys.executable


def find_uv() -> str:
    """uv from the machine, from an earlier run, or from its wheel."""
    for candidate in (shutil.which("uv"), str(OWN_UV)):
        if candidate and works([candidate, "--version"]):
            return candidate
    with step("uv, l’installeur de paquets"):
        env = os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}
        if AUTHORITIES.is_file() and "cert" not in pip_settings():
            env["PIP_CERT"] = str(AUTHORITIES)
        folder = ["--target", TOOLS / "uv", "--upgrade"]
        lock = ["--require-hashes", "-r", REQUIREMENTS / "uv.txt"]
        run([interpreter(), *find_pip(), "install", "--quiet", *folder, *lock], env=env)
    return str(OWN_UV)


def find_pip() -> list[str]:
    """How to run pip: installed, bundled with Python, or from Debian's package of its wheel."""
    if importlib.util.find_spec("pip"):
        return ["-m", "pip"]
    if bundle := importlib.util.find_spec("ensurepip"):
        wheels = Path(bundle.origin).parent.glob("_bundled/pip-*.whl")
    else:
        wheels = Path("/").glob(WHEELS)
    for wheel in wheels:
        return [f"{wheel}/pip"]
    return [f"{debian_pip()}/pip"]


def debian_pip() -> Path:
    if not apt.present():
        raise Trouble(
            "Ni uv, ni pip, ni ensurepip : installez uv, ou le paquet python3-venv, puis relancez.",
            "No uv, pip or ensurepip: install uv, or the package python3-venv, then run again.",
        )
    apt.unpack(["python3-pip-whl"], TOOLS / "pip")
    return next((TOOLS / "pip").glob(WHEELS))
