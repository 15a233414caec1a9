"""The check of licences: what a newsroom may use and pass on is let through, and nothing else."""

import importlib.util
import subprocess
import sys
from email.message import Message
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
CHECK = ROOT / ".ci" / "licences.py"


@pytest.fixture(scope="module")
def licences() -> ModuleType:
    spec = importlib.util.spec_from_file_location("licences", CHECK)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def package(folder: Path, name: str, *lines: str) -> None:
    """An installed package with these lines of metadata."""
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(
        "\n".join(["Metadata-Version: 2.4", f"Name: {name}", "Version: 1.0", *lines, ""]), encoding="utf-8"
    )


def checked(folder: Path, *dependencies: str, **extras: str) -> "subprocess.CompletedProcess[str]":
    """What the check says of a project with these dependencies, and one in each extra."""
    listed = ", ".join(f"'{one}'" for one in dependencies)
    more = "".join(f"{extra} = ['{one}']\n" for extra, one in extras.items())
    (folder / "pyproject.toml").write_text(
        f"[project]\ndependencies = [{listed}]\n[project.optional-dependencies]\n{more}", encoding="utf-8"
    )
    code = (
        "import runpy, sys; sys.path.insert(0, 'installed'); sys.argv = ['licences']\n"
        f"runpy.run_path({str(CHECK)!r}, run_name='__main__')"
    )
    return subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)


def test_what_dateline_needs_may_be_used() -> None:
    ran = subprocess.run([sys.executable, CHECK], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize(
    "expression",
    ["MIT", "Apache-2.0 OR GPL-3.0-only", "MPL-2.0 AND MIT", "MIT AND (GPL-2.0-only OR BSD-3-Clause)", "LGPL-3.0-only"],
)
def test_a_licence_that_leaves_a_way_to_comply_is_allowed(licences: ModuleType, expression: str) -> None:
    assert licences.is_allowed(expression)


@pytest.mark.parametrize(
    "expression",
    ["GPL-3.0-only", "AGPL-3.0-or-later", "MIT AND GPL-2.0-only", "SSPL-1.0", "BUSL-1.1", "Proprietary", "", "MIT AND"],
)
def test_another_is_not(licences: ModuleType, expression: str) -> None:
    assert not licences.is_allowed(expression)


@pytest.mark.parametrize(
    ("lines", "expression"),
    [
        ([("License-Expression", "MIT"), ("License", "GPL")], "MIT"),
        ([("Classifier", "License :: OSI Approved :: MIT License")], "MIT"),
        ([("Classifier", "License :: OSI Approved"), ("License", "MPL-2.0 AND MIT")], "MPL-2.0 AND MIT"),
        ([("License", "Apache 2.0 License")], "Apache-2.0"),
        ([("License", "see the file LICENSE")], None),
        ([("Classifier", "License :: Other/Proprietary License")], None),
        ([], None),
    ],
)
def test_a_licence_is_read_where_packages_state_it(
    licences: ModuleType, lines: list[tuple[str, str]], expression: str | None
) -> None:
    metadata = Message()
    for name, value in lines:
        metadata[name] = value
    assert licences.licence(metadata) == expression


def test_a_package_without_a_licence_fails_by_its_name_and_so_does_what_it_needs(tmp_path: Path) -> None:
    package(tmp_path / "installed", "good", "License-Expression: MIT", "Requires-Dist: below>=1")
    package(tmp_path / "installed", "below", "License-Expression: AGPL-3.0-only")
    package(tmp_path / "installed", "mute")
    ran = checked(tmp_path, "good", "mute")
    assert ran.returncode == 1
    assert "mute 1.0: states no licence" in ran.stderr and "below 1.0: AGPL-3.0-only is not among" in ran.stderr
    assert "good" not in ran.stderr


def test_extras_are_looked_at_but_for_what_it_is_developed_with(tmp_path: Path) -> None:
    package(tmp_path / "installed", "good", "License-Expression: MIT")
    package(tmp_path / "installed", "bad")
    assert checked(tmp_path, "good", dev="bad").returncode == 0
    assert "bad 1.0" in checked(tmp_path, "good", traces="bad").stderr


def test_what_is_not_needed_here_is_not_looked_at(tmp_path: Path) -> None:
    package(
        tmp_path / "installed",
        "good",
        "License-Expression: MIT",
        'Requires-Dist: absent; sys_platform == "plan9"',
        'Requires-Dist: bad; extra == "more"',
    )
    package(tmp_path / "installed", "bad")
    assert checked(tmp_path, "good").returncode == 0
    assert "bad 1.0" in checked(tmp_path, "good[more]").stderr
