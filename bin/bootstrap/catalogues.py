"""Translations compiled by Babel, since a bare machine has no gettext."""

from console import run, step
from places import PYTHON, ROOT, VAR, Stamp, fingerprint

STAMP = Stamp(VAR / "stamps" / "catalogues.json")
COMPILER = ROOT / "bin" / "bootstrap" / "compile_po.py"


def ensure() -> None:
    """Each catalogue has its compiled twin, made from its present text."""
    sources = sorted((ROOT / "locale").rglob("*.po"))
    compiled_from = fingerprint(sources)
    twins = all(path.with_suffix(".mo").exists() for path in sources)
    if not sources or (twins and STAMP.read().get("compiled_from") == compiled_from):
        return
    with step("Traductions"):
        run([PYTHON, COMPILER])
        STAMP.write(compiled_from=compiled_from)
