"""The command as a process: Pythons that are not supported, Ctrl-C at any moment, readers and disks that are gone."""

import json
import os
import re
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bot.cli.start import NEWEST, OLDEST, refusal
from tests.bot.commands import CLASH

ROOT = Path(__file__).parents[3]

# The command, with a region of few places and a model that is never ready; it says when it is waited for.
COMMAND = """
import sys, time
import retrieval.services, ingest.keeping.pipeline
from tests.fakes import WordEmbedder
from tests.region import ensure_region
retrieval.services.ensure_shipped_places = ensure_region
class Slow(WordEmbedder):
    def query(self, text): wait()
    def passages(self, texts): wait()
def wait():
    sys.stderr.write("LOADING\\n"); sys.stderr.flush(); time.sleep(600)
retrieval.services.SentenceTransformerEmbedder = lambda name, _: Slow(name)
"""
MAIN = "from bot.cli.start import main\nmain()\n"


def started(code: str, *arguments: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "DATELINE_NOW": "2024-11-17T12:00:00+03:00"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def interrupted(process: "subprocess.Popen[str]", after: str) -> tuple[str, str]:
    """What a process still says when Ctrl-C is pressed after it has written a line."""
    assert process.stderr is not None
    with process:
        for line in process.stderr:
            if after in line:
                break
        process.send_signal(signal.SIGINT)
        return process.communicate()


@pytest.mark.parametrize("version", [(2, 7), (3, 6), (3, 9), (3, 10), (3, 14), (4, 0)])
def test_other_pythons_are_refused_in_one_line_that_names_the_right_ones(version: tuple[int, int]) -> None:
    said = refusal(version)
    assert said is not None and said.startswith(f"Python {version[0]}.{version[1]} is not supported")
    assert "Python 3.11 to 3.13" in said and "\n" not in said


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_supported_pythons_are_not(version: tuple[int, int]) -> None:
    assert refusal(version) is None


def test_installers_are_told_the_same_pythons() -> None:
    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    assert said == f">={OLDEST[0]}.{OLDEST[1]},<{NEWEST[0]}.{NEWEST[1] + 1}"


def test_the_refusal_comes_before_any_import_that_could_fail() -> None:
    code = (
        "import sys; sys.version_info = (3, 9, 18); sys.modules['typer'] = None\nfrom bot.cli.start import main\nmain()"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert re.fullmatch(r"dateline: Python 3\.9 is not supported; .*\n", ran.stderr)


def test_ctrl_c_while_the_command_line_is_loaded_is_one_line() -> None:
    code = (
        "import sys\n"
        "class Waits:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'typer':\n"
        "            import time; sys.stderr.write('LOADING\\n'); sys.stderr.flush(); time.sleep(600)\n"
        "sys.meta_path.insert(0, Waits())\n"
    )
    process = started(code + MAIN, "status")
    assert interrupted(process, "LOADING") == ("", "dateline: stopped.\n")
    assert process.returncode == 130


@pytest.mark.parametrize("command", [("ask", "Ras al-Ain this week"), ("reindex",)])
def test_ctrl_c_while_the_model_loads_is_one_line(tmp_path: Path, command: tuple[str, ...]) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_text(json.dumps(CLASH) + "\n", encoding="utf-8")
    interrupted(started(COMMAND + MAIN, "import", file), "LOADING")
    process = started(COMMAND + MAIN, *command)
    out, err = interrupted(process, "LOADING")
    assert (process.returncode, out, err) == (130, "", "dateline: stopped.\n")


@pytest.mark.parametrize("as_json", [(), ("--json",)])
def test_ctrl_c_during_an_import_says_what_was_kept(tmp_path: Path, as_json: tuple[str, ...]) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_text(json.dumps(CLASH) + "\n", encoding="utf-8")
    process = started(COMMAND + MAIN, "import", file, *as_json)
    out, err = interrupted(process, "LOADING")
    assert process.returncode == 130
    assert (json.loads(out)["added"] == 1) if as_json else out.startswith("1 added, 0 updated")
    assert err == "dateline: stopped; what is counted above is kept, and the same command goes on with the rest.\n"


def test_a_second_ctrl_c_adds_nothing() -> None:
    code = (
        "import atexit, sys, time\n"
        "atexit.register(lambda: (sys.stderr.write('ENDING\\n'), sys.stderr.flush(), time.sleep(0.5)))\n"
        "sys.argv = ['dateline', '--version']\n"
    )
    process = started(code + MAIN)
    out, err = interrupted(process, "ENDING")
    assert (process.returncode, out.split()[0], err) == (0, "dateline", "")


def test_output_that_finds_no_room_is_one_line() -> None:
    with open("/dev/full", "w") as full:
        ran = subprocess.run(
            [sys.executable, "-c", MAIN, "--help"],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (ran.returncode, ran.stderr) == (1, "dateline: the output cannot be written: No space left on device\n")


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "ascii"}]
)
def test_without_a_utf_8_locale_help_is_printed_all_the_same(locale: dict[str, str]) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", MAIN, "--help"],
        cwd=ROOT,
        env={**os.environ, **locale, "NO_COLOR": "1", "COLUMNS": "40"},
        capture_output=True,
        check=False,
    )
    said = ran.stdout.decode("utf-8")
    assert (ran.returncode, ran.stderr) == (0, b"") and "dateline demo" in said and "\x1b" not in said


def test_the_version_that_is_released_stands_in_the_changelog() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.findall(r"^## \[(\d[^]]*)\] - \d{4}-\d{2}-\d{2}$", changelog, flags=re.MULTILINE)[0]
    assert newest == version
