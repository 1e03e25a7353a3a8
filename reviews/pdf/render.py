"""From HTML to the file: layout in a child process that has neither network, nor secrets, nor unlimited time."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from reviews.pdf.assets import ROOT, style_sheets
from reviews.pdf.errors import PdfFailed, PdfTooLong, PdfUnavailable
from reviews.pdf.fonts import ready_fonts
from reviews.pdf.frozen import canonical, digest
from reviews.pdf.logo import company_logo
from reviews.pdf.proof import attachment_name
from reviews.pdf.scripts import script_faces

VARIANTS = ("pdf/a-3a", "pdf/ua-1")
CPU_SECONDS, WALL_SECONDS, MEMORY_BYTES = 60, 180, 2_000_000_000
COMMAND = (sys.executable, str(Path(__file__).parent / "press"))
UNAVAILABLE, OUT_OF_TIME, OUT_OF_MEMORY = 3, -24, 4

_PASSED_ON = ("PATH", "HOME", "TMPDIR", "TEMP", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH",
              "XDG_CACHE_HOME", "XDG_DATA_DIRS", "SYSTEMROOT")  # fmt: skip


def render_pdf(html: str, *, data: dict[str, Any], variant: str = "pdf/a-3a") -> bytes:
    """The file, with its frozen data attached; the same data always gives the same bytes."""
    if variant not in VARIANTS:
        raise ValueError(f"unknown variant {variant!r}")
    rules, faces = script_faces(html)
    order = {
        "html": html.replace("</head>", f"<style>{rules}</style></head>", 1),
        "variant": variant,
        "assets": style_sheets() | ready_fonts() | faces | company_logo(),
        "families": [name.removesuffix(".ttf") for name in faces],
        "identifier": digest(data)[:32],
        "created": data.get("frozen_at", ""),
        "attachment": canonical(data).decode("utf-8", "replace"),
        "attachment_name": attachment_name(data.get("kind", "")),
        "attachment_title": _("Données du document"),
        "link_title": _("Aller à : %s"),
        "limits": {"cpu": CPU_SECONDS, "memory": MEMORY_BYTES},
    }
    return _run(json.dumps(order).encode())


def _run(order: bytes) -> bytes:
    try:
        child = subprocess.run(  # noqa: S603, our own command, nothing typed in it
            COMMAND,
            input=order,
            capture_output=True,
            timeout=WALL_SECONDS,
            cwd=ROOT,
            env=_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_slow("wall clock") from error
    if child.returncode == 0 and child.stdout.startswith(b"%PDF-"):
        return child.stdout
    raise _failure(child.returncode, child.stderr.decode("utf-8", "replace")[-2000:])


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return kept | {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}


def _failure(code: int, detail: str) -> Exception:
    if code == UNAVAILABLE:
        return PdfUnavailable(
            _(
                "Ce serveur ne peut pas fabriquer de PDF : il lui manque Pango ou une police. Prévenez la personne qui l’administre."
            ),
            detail,
        )
    if code in (OUT_OF_TIME, OUT_OF_MEMORY):
        return _too_slow(detail)
    return PdfFailed(
        _(
            "Le PDF n’a pas pu être fabriqué. Redemandez-le ; si cela recommence, prévenez la personne qui administre Cadrage."
        ),
        f"exit {code}: {detail}",
    )


def _too_slow(detail: str) -> PdfTooLong:
    return PdfTooLong(
        _(
            "Ce dossier est trop long : sa mise en page a dépassé les limites permises. Raccourcissez les textes les plus longs, puis redemandez-le."
        ),
        detail,
    )
