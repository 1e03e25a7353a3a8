"""Static cuts of the packaged variable font, made once: a variable one is cut again in every file it enters."""

import os
import tempfile
from pathlib import Path
from typing import NamedTuple

from reviews.pdf.assets import NODE_MODULES


class Cut(NamedTuple):
    """One static face: which subset of the package, and where on its axes."""

    subset: str
    optical: int
    width: int
    weight: int


CUTS = {
    "bricolage-text-400.ttf": Cut("latin", 12, 100, 400),
    "bricolage-text-600.ttf": Cut("latin", 12, 100, 600),
    "bricolage-title-640.ttf": Cut("latin", 48, 100, 640),
    "bricolage-ext-400.ttf": Cut("latin-ext", 12, 100, 400),
}
PACKAGE = "@fontsource-variable/bricolage-grotesque"


def ready_fonts(node_modules: Path = NODE_MODULES) -> dict[str, str]:
    """Name to path of every cut, made on first use; none when the package is absent (the system's font then serves)."""
    source = node_modules / PACKAGE / "files"
    if not source.is_dir():
        return {}
    folder = font_folder(node_modules)
    for name, cut in CUTS.items():
        if not (folder / name).exists():
            make_static(
                source / f"bricolage-grotesque-{cut.subset}-standard-normal.woff2",
                {"opsz": cut.optical, "wdth": cut.width, "wght": cut.weight},
                folder / name,
            )
    return {name: str(folder / name) for name in CUTS}


def font_folder(node_modules: Path = NODE_MODULES) -> Path:
    """Where static faces are kept: beside the packages, else with the passing files of this account."""
    kept = node_modules / ".cache" / "pdf-fonts"
    try:
        kept.mkdir(parents=True, exist_ok=True)
        if os.access(kept, os.W_OK) or all((kept / name).exists() for name in CUTS):
            return kept
    except OSError:
        pass
    passing = Path(tempfile.gettempdir()) / f"cadrage-pdf-fonts-{os.getuid()}"
    passing.mkdir(mode=0o700, exist_ok=True)
    return passing


def make_static(source: Path, axes: dict[str, int], target: Path) -> None:
    """One static face from a variable font; written beside, then put in place in one move."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    variable = TTFont(source, recalcTimestamp=False)
    face = instantiateVariableFont(variable, axes)
    face.flavor = None
    draft = target.with_suffix(f".{os.getpid()}")
    face.save(draft)
    draft.replace(target)
