"""The units for a machine without containers, as systemd itself judges them, without running them."""

import re
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNITS = sorted((ROOT / "systemd").glob("*.service"))

# Of ten: what the guide of systemd's own tool calls well protected.
MOST_EXPOSED = 3.0


def analyzed(*arguments: str) -> "subprocess.CompletedProcess[str]":
    program = shutil.which("systemd-analyze")
    assert program, "systemd-analyze is not installed: apt-get install systemd"
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_service_is_exposed_as_little_as_it_can_be(unit: Path) -> None:
    ran = analyzed("security", "--offline=true", "--no-pager", str(unit))
    exposure = re.search(r"Overall exposure level for \S+: ([\d.]+)", ran.stdout)
    assert exposure, ran.stderr
    assert float(exposure[1]) < MOST_EXPOSED, ran.stdout


def test_an_unprotected_service_would_not_pass(tmp_path: Path) -> None:
    (tmp_path / "bare.service").write_text("[Service]\nExecStart=/bin/true\n", encoding="utf-8")
    ran = analyzed("security", "--offline=true", "--no-pager", str(tmp_path / "bare.service"))
    exposure = re.search(r"Overall exposure level for \S+: ([\d.]+)", ran.stdout)
    assert exposure and float(exposure[1]) > MOST_EXPOSED


def test_systemd_knows_every_line_of_the_units(tmp_path: Path) -> None:
    units = [*UNITS, *(ROOT / "systemd").glob("*.timer")]
    for unit in units:
        # Their programs are not on this machine, which is all that may be wrong.
        text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", unit.read_text(encoding="utf-8"), flags=re.MULTILINE)
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    ran = analyzed("verify", "--man=no", *(str(tmp_path / unit.name) for unit in units))
    assert (ran.returncode, ran.stderr) == (0, "")


def test_both_services_stand_behind_the_same_walls() -> None:
    def walls(name: str) -> set[str]:
        lines = (ROOT / "systemd" / name).read_text(encoding="utf-8").splitlines()
        return set(lines[lines.index("NoNewPrivileges=yes") : lines.index("SystemCallErrorNumber=EPERM") + 1])

    assert walls("dateline.service") == walls("dateline-backup.service")


def test_the_bot_starts_as_the_command_does_and_not_again_with_a_wrong_setting() -> None:
    unit = ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(ROOT / "systemd" / "dateline.service")
    service = unit["Service"]
    assert service["ExecStart"].endswith("/dateline run") and service["RestartPreventExitStatus"] == "2"
    assert service["User"] not in ("", "root") and service["StateDirectoryMode"] == "0700"
