"""The two commands: what they understand before they have installed anything."""

import importlib
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SPRITE = (
    '<svg><symbol id="tabler-eye" x="1"><path/></symbol><symbol id="tabler-flag"></symbol></svg>'
)


@pytest.fixture
def bootstrap(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "bin" / "bootstrap"))
    names = {path.stem for path in (ROOT / "bin" / "bootstrap").glob("*.py")}
    yield importlib.import_module
    for name in names & sys.modules.keys():
        del sys.modules[name]


def test_sprite_keeps_only_the_icons_asked_for(bootstrap):
    made = bootstrap("assets").sprite(["flag", "flag"], SPRITE)

    assert made.count("tabler-flag") == 1
    assert "tabler-eye" not in made


def test_sprite_names_the_icon_that_does_not_exist(bootstrap):
    with pytest.raises(bootstrap("console").Trouble, match="hat, zebra"):
        bootstrap("assets").sprite(["zebra", "flag", "hat"], SPRITE)


@pytest.mark.parametrize(
    ("output", "english"),
    [
        ("invalid peer certificate: UnknownIssuer", "proxy"),
        ("npm error code ENOTFOUND", "No network"),
        ("OSError: No space left on device", "disk is full"),
        ("ModuleNotFoundError: x", "failed"),
    ],
)
def test_a_failed_command_says_what_to_do(bootstrap, output, english):
    trouble = bootstrap("console").diagnose(["/x/uv", "pip", "sync"], output)

    assert english in trouble.english
    assert output in str(trouble)


def test_uv_receives_the_mirror_of_pip(bootstrap, monkeypatch, tmp_path):
    configuration = tmp_path / "pip.conf"
    configuration.write_text("[global]\nindex-url = https://mirror.example/simple\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(configuration))
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "https://a.example https://b.example")
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)

    env = bootstrap("mirrors").uv_environment()

    assert env["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    assert env["UV_INDEX"] == "https://a.example https://b.example"
    assert env["UV_PYTHON_DOWNLOADS"] == "never"


def test_a_taken_port_is_named_with_the_way_out(bootstrap, monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(number))

        with pytest.raises(bootstrap("console").Trouble, match=f"PORT={number + 1} bin/dev"):
            bootstrap("serve").port()


def test_a_port_must_be_a_number(bootstrap, monkeypatch):
    monkeypatch.setenv("PORT", "http")

    with pytest.raises(bootstrap("console").Trouble, match="PORT=http"):
        bootstrap("serve").port()


def test_an_old_python_is_refused_with_the_package_to_install(tmp_path):
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.10.12 && exit\nexit 1\n')
    old.chmod(0o755)
    for tool in ("dirname", "cat", "sh"):
        (tmp_path / tool).symlink_to(next(Path(p) / tool for p in ("/usr/bin", "/bin")))

    done = subprocess.run(
        [ROOT / "bin" / "dev"], env={"PATH": str(tmp_path)}, capture_output=True, text=True
    )

    assert done.returncode == 1
    assert "Python 3.10.12" in done.stderr
    assert "apt install python3" in done.stderr


def test_the_locks_name_no_registry():
    lock = json.loads((ROOT / "package-lock.json").read_text())
    requirements = [path.read_text() for path in (ROOT / "requirements").glob("*.txt")]

    assert not [name for name, package in lock["packages"].items() if "resolved" in package]
    assert not [text for text in requirements if "://" in text]


def test_a_stamp_forgets_what_it_cannot_read(bootstrap, tmp_path):
    stamp = bootstrap("places").Stamp(tmp_path / "deep" / "stamp.json")

    stamp.write(a="1")
    stamp.write(b="2")
    assert stamp.read() == {"a": "1", "b": "2"}

    os.truncate(stamp.path, 3)
    assert stamp.read() == {}
