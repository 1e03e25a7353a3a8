"""The press and its parent: one layout for two files, steps told on the way, nothing taken by halves."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from PIL import Image

from reviews.pdf import (
    PdfFailed,
    PdfTooLong,
    PdfUnavailable,
    child,
    render,
    render_files,
    render_html,
    render_pdf,
)
from reviews.pdf.child import Spoken
from reviews.pdf.render import VARIANTS
from tests.reviews.pdf_data import frozen, hostile

TWO = b"at 3 text\nat 40 page 7\nfile a 6\n%PDF-\nfile b 5\n%PDF-"
ASLEEP = "import time; print('at 12 page 1', flush=True); time.sleep(60)"


class Stopped(Exception):
    """What somebody who follows raises to stop the press."""


def fake(monkeypatch, program):
    """A press of our own in place of the real one."""
    monkeypatch.setattr(render, "COMMAND", (sys.executable, "-c", program))


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(pid, seconds=10):
    end = time.monotonic() + seconds
    while is_running(pid) and time.monotonic() < end:
        time.sleep(0.05)
    return not is_running(pid)


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_what_the_child_says_may_be_cut_anywhere(size):
    spoken = Spoken()

    for place in range(0, len(TWO), size):
        spoken.hear(TWO[place : place + size])

    assert (spoken.percent, spoken.step) == (40, "page 7")
    assert spoken.files == {"a": b"%PDF-\n", "b": b"%PDF-"}
    assert spoken.is_whole


@pytest.mark.parametrize("place", [*range(len(TWO) - 22, len(TWO))])
def test_a_file_cut_short_is_no_file(place):
    spoken = Spoken()

    spoken.hear(TWO[:place])

    assert "b" not in spoken.files or not spoken.is_whole


@pytest.mark.parametrize(
    ("end", "error"),
    [
        ("sys.exit(3)", PdfUnavailable),
        ("sys.exit(4)", PdfTooLong),
        ("os.kill(os.getpid(), 24)", PdfTooLong),
        ("os.kill(os.getpid(), 11)", PdfFailed),
        ("sys.exit(0)", PdfFailed),
    ],
)
def test_every_end_of_the_child_has_its_sentence(monkeypatch, end, error):
    fake(monkeypatch, f"import os, sys; sys.stderr.write('why'); sys.stderr.flush(); {end}")

    with pytest.raises(error) as failure:
        render_pdf("<p>", data={})

    assert str(failure.value).endswith(".")
    assert "why" in failure.value.detail


def test_an_endless_layout_is_too_long_not_broken(monkeypatch):
    """The real limit of the real child: the kernel's signal for time, not its kill."""
    monkeypatch.setattr(render, "CPU_SECONDS", 1)

    with pytest.raises(PdfTooLong):
        render_pdf(render_html(frozen("scoping")), data={})


@pytest.mark.parametrize(
    "said", ["file pdf/a-3a 9\n%PDF-", "file pdf/a-3a 5\n%PDF-file pdf/ua-1 9\n%PDF-", "at 9"]
)
def test_partial_output_is_never_a_file(monkeypatch, said):
    fake(monkeypatch, f"import sys; sys.stdout.write({said!r})")

    with pytest.raises(PdfFailed):
        render_files("<p>", data={})


def test_too_slow_is_said_and_ended(monkeypatch):
    fake(monkeypatch, ASLEEP)
    monkeypatch.setattr(render, "WALL_SECONDS", 3)

    with pytest.raises(PdfTooLong) as failure:
        render_pdf("<p>", data={})

    assert "12 % page 1" in failure.value.detail


def test_who_follows_may_stop_it_and_the_child_is_killed(monkeypatch):
    """Scenario 85: the print is called off in the middle."""
    fake(monkeypatch, "import os, time; print('at 12', os.getpid(), flush=True); time.sleep(60)")
    children = []

    def beat(percent, step):
        if percent == 12:
            children.append(int(step))
            raise Stopped

    started = time.monotonic()
    with pytest.raises(Stopped):
        render_files("<p>", data={}, beat=beat)

    assert time.monotonic() - started < 10
    assert gone(children[0])


def test_a_silent_child_does_not_keep_its_parent_from_stopping(monkeypatch):
    fake(monkeypatch, "import time; time.sleep(60)")
    waiting = iter([None, None])

    def beat(_percent, _step):
        if next(waiting, Stopped) is Stopped:
            raise Stopped

    with pytest.raises(Stopped):
        render_files("<p>", data={}, beat=beat)


PARENT = """
import sys
import django
django.setup()
from reviews.pdf import child
def beat(percent, step):
    print(percent, step, flush=True)
child.run((sys.executable, "-c", {press!r}), {order!r}, seconds=50, beat=beat)
"""
TIED = f"""
import os, runpy, sys, time
sys.path.insert(0, {render.COMMAND[-1]!r})
press = runpy.run_path({render.COMMAND[-1] + "/__main__.py"!r})
out = press["_take_stdout"]()
assert press["_tie_to"](os.getppid())
out.write(f"at 1 {{os.getpid()}}\\n".encode())
out.flush()
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux kills the child")
def test_the_child_dies_with_a_worker_that_is_killed():
    program = PARENT.format(press=TIED, order=b"{}")
    worker = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    line = worker.stdout.readline()
    while "0 \n" in line:
        line = worker.stdout.readline()
    press = int(line.split()[1])
    assert is_running(press)

    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    worker.stdout.close()

    assert gone(press)


def test_a_child_whose_parent_is_already_gone_does_nothing():
    press = subprocess.run(
        render.COMMAND, input=b'{"parent": 1}', capture_output=True, check=False, timeout=30
    )

    assert (press.returncode, press.stdout) == (5, b"")


def logo(folder):
    """A picture with holes, larger than its place: the kind that is cut to size when written."""
    path = folder / "logo.png"
    picture = Image.new("RGBA", (1200, 400), (73, 41, 98, 120))
    picture.save(path)
    return path


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "language", "order"),
    [
        ("scoping", "fr", VARIANTS),
        ("committee", "en", VARIANTS),
        ("gate", "en", VARIANTS[::-1]),
        ("hostile", "fr", VARIANTS[::-1]),
    ],
)
def test_two_files_of_one_layout_are_those_of_two_layouts(
    kind, language, order, settings, tmp_path
):
    """Scenario 85: to the byte, whatever was written before from the same pages."""
    settings.COMPANY_LOGO = str(logo(tmp_path))
    data = hostile("minutes") if kind == "hostile" else frozen(kind)
    html = render_html(data, language=language)
    try:
        apart = {variant: render_pdf(html, data=data, variant=variant) for variant in VARIANTS}
    except PdfUnavailable:
        pytest.skip("no Pango on this machine")

    assert render_files(html, data=data, variants=order) == apart


@pytest.mark.slow
def test_steps_are_told_in_order_and_never_go_back():
    data, said = frozen("gate"), []
    try:
        render_files(
            render_html(data), data=data, beat=lambda percent, step: said.append((percent, step))
        )
    except PdfUnavailable:
        pytest.skip("no Pango on this machine")

    percents = [percent for percent, _step in said]
    assert percents == sorted(percents)
    assert percents[0] < 20
    assert 70 <= percents[-1] < 100
    steps = [step for _percent, step in said]
    assert {"page 1", "page 2"} & set(steps)
    assert steps[-1] == "pdf/ua-1"


def test_two_presses_at_once_do_not_mix(monkeypatch):
    fake(
        monkeypatch,
        "import json, sys; n = json.load(sys.stdin)['html']; print('file pdf/a-3a', 5 + len(n)); sys.stdout.write('%PDF-' + n)",
    )
    done = {}

    def work(text):
        done[text] = render_pdf(text, data={})

    threads = [threading.Thread(target=work, args=(name * 99_999,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert done == {text: b"%PDF-" + text.encode() for text in ("a" * 99_999, "b" * 99_999)}
    assert child.LISTENING_SECONDS <= 1
