"""Where things are, and what is already in place."""

import hashlib
import json
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
VAR = ROOT / "var"
TOOLS = VAR / "tools"
NATIVE = VAR / "native"
NODE_MODULES = ROOT / "node_modules"
BUILD = ROOT / "build" / "static"
REQUIREMENTS = ROOT / "requirements"
AUTHORITIES = Path(os.environ.get("SSL_CERT_FILE", "/etc/ssl/certs/ca-certificates.crt"))


def data_dir() -> Path:
    """The folder of the embedded database, documents and mails."""
    return Path(os.environ.get("CADRAGE_DATA_DIR", VAR)).resolve()


def fingerprint(paths, *more: str) -> str:
    """One hash for the names and contents of these files."""
    digest = hashlib.sha256("\0".join(more).encode())
    for path in sorted(paths):
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


class Stamp:
    """Remembers, beside a result, what it was made from."""

    def __init__(self, path: Path):
        self.path = path

    def read(self) -> dict:
        try:
            return json.loads(self.path.read_text())
        except (OSError, ValueError):
            return {}

    def write(self, **facts) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(self.read() | facts))
