"""The only files that a document may reach: our style sheets and the packaged fonts."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CSS = ROOT / "static" / "css" / "pdf"
NODE_MODULES = ROOT / "node_modules"


def style_sheets() -> dict[str, str]:
    """Name to path, for every style sheet that a template may name as `asset:name.css`."""
    return {sheet.name: str(sheet) for sheet in sorted(CSS.glob("*.css"))}
