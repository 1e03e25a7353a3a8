"""The database: migrated, with the reference data, and once the demo company."""

import os

from console import run, step
from places import PYTHON, ROOT, Stamp, data_dir, fingerprint

APPS = ("governance", "projects", "reviews")


def ensure(env: dict[str, str]) -> None:
    """Migrate and load what changed; an external database is asked each time."""
    stamp = Stamp(data_dir() / "stamps" / "database.json")
    known = stamp.read()
    if known.get("file") != embedded_file():
        known = {}
    for label, command, sources in steps():
        made_from = fingerprint(sources)
        if known.get(command) != made_from:
            with step(label):
                run([PYTHON, ROOT / "manage.py", command], env=env, cwd=ROOT)
            known[command] = made_from
    if embedded_file():
        stamp.write(file=embedded_file(), **{name: known[name] for _, name, _ in steps()})


def steps():
    """Each command, with the files that make it worth running again."""
    migrations = [path for app in APPS for path in (ROOT / app).glob("migrations/*.py")]
    lock = ROOT / "requirements" / "base.txt"
    reference = {path for app in APPS for path in (ROOT / app).rglob("*reference*.py")}
    reference |= {path for kind in ("toml", "py") for path in reference_data(kind)}
    yield "Base de données", "migrate", [*migrations, lock]
    yield "Données de référence", "load_reference", reference
    yield "Société de démonstration", "load_demo", []


def reference_data(kind: str):
    return (ROOT / "governance" / "reference").rglob(f"*.{kind}")


def embedded_file() -> str:
    """Which SQLite file this is; empty for a database of the outside."""
    path = data_dir() / "cadrage.sqlite3"
    if os.environ.get("DATABASE_URL") or not path.exists():
        return ""
    return f"{path}#{path.stat().st_ino}"
