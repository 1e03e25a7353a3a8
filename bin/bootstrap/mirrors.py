"""uv does not read pip's configuration: pass it on, so that a firm's mirror is honoured."""

import configparser
import os
from pathlib import Path

OPTIONS = {
    "index-url": ("UV_DEFAULT_INDEX", " "),
    "extra-index-url": ("UV_INDEX", " "),
    "find-links": ("UV_FIND_LINKS", ","),
}


def pip_files() -> list[Path]:
    home = Path.home()
    config = Path(os.environ.get("XDG_CONFIG_HOME", home / ".config"))
    return [
        Path("/etc/pip.conf"),
        home / ".pip" / "pip.conf",
        config / "pip" / "pip.conf",
        home / "Library" / "Application Support" / "pip" / "pip.conf",
        Path(os.environ.get("PIP_CONFIG_FILE", "/nonexistent")),
    ]


def pip_settings() -> dict[str, str]:
    """pip's [global] options, files first and environment last, as pip itself does."""
    parser = configparser.RawConfigParser()
    try:
        parser.read(pip_files())
    except configparser.Error:
        return {}
    found = dict(parser["global"]) if parser.has_section("global") else {}
    for name in [*OPTIONS, "cert"]:
        value = os.environ.get("PIP_" + name.upper().replace("-", "_"))
        if value:
            found[name] = value
    return found


def uv_environment() -> dict[str, str]:
    """The environment in which uv uses this machine's Python, certificates and mirrors."""
    env = dict(os.environ)
    env.pop("VIRTUAL_ENV", None)
    env |= {"UV_PYTHON_DOWNLOADS": "never", "UV_LINK_MODE": env.get("UV_LINK_MODE", "copy")}
    env.setdefault("UV_SYSTEM_CERTS", "1")
    env.setdefault("UV_NATIVE_TLS", "1")
    if env.get("PYTHONDONTWRITEBYTECODE"):
        # else each start would compile every library again
        env.setdefault("UV_COMPILE_BYTECODE", "1")
    settings = pip_settings()
    for option, (variable, separator) in OPTIONS.items():
        if settings.get(option):
            env.setdefault(variable, separator.join(settings[option].split()))
    if settings.get("cert"):
        env.setdefault("SSL_CERT_FILE", settings["cert"])
    if "UV_INDEX" in env:
        # every version is locked by hash: several indexes cannot be confused
        env.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")
    return env
