"""The locks: every file that is installed is named by its hash, in the version that `constraints.txt` gives."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

# Locked apart (locks/torch.txt), or installed for one target of the Makefile only.
APART = {"torch"}
FOR_ONE_TARGET = {"atheris", "uv"}


def locked(name: str) -> dict[str, tuple[str, int]]:
    """The version of each package in a lock, and how many hashes it has."""
    text = (ROOT / "locks" / name).read_text(encoding="utf-8").replace("\\\n", " ")
    found = {}
    for line in text.splitlines():
        if line[:1].isalnum():
            requirement = Requirement(re.split(r"\s--hash=", line)[0].strip())
            found[canonicalize_name(requirement.name)] = (
                str(requirement.specifier).removeprefix("=="),
                line.count("--hash=sha256:"),
            )
    return found


def pinned() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    return {canonicalize_name(name): version for name, version in (line.split("==") for line in lines)}


@pytest.mark.parametrize("name", ["run.txt", "traces.txt", "dev.txt", "image.txt", "torch.txt"])
def test_each_package_has_the_version_of_the_constraints_and_a_hash(name: str) -> None:
    pins, lock = pinned(), locked(name)
    assert lock
    assert {package: version for package, (version, _) in lock.items()} == {
        package: pins.get(package) for package in lock
    }
    assert [package for package, (_, hashes) in lock.items() if not hashes] == []


def test_torch_is_one_version_whichever_file_is_taken() -> None:
    (public, hashes), (cpu, one) = locked("torch.txt")["torch"], locked("torch-cpu.txt")["torch"]
    assert cpu == f"{public}+cpu" and hashes > 1 and one == 1


def test_every_pin_is_locked() -> None:
    assert pinned().keys() == locked("dev.txt").keys() | APART | FOR_ONE_TARGET


def test_what_the_project_asks_for_is_locked_and_what_runs_is_a_part_of_what_develops() -> None:
    def names(listed: list[str]) -> set[str]:
        return {canonicalize_name(Requirement(one).name) for one in listed}

    run, traces, dev = locked("run.txt"), locked("traces.txt"), locked("dev.txt")
    extras = PROJECT["optional-dependencies"]
    assert names(PROJECT["dependencies"]) - APART <= run.keys()
    assert names(extras["traces"]) <= traces.keys()
    assert names(extras["dev"]) - {PROJECT["name"]} <= dev.keys() and f"{PROJECT['name']}[traces]" in extras["dev"]
    assert run.items() <= traces.items() <= dev.items()
    assert locked("image.txt").items() <= dev.items()


def test_no_lock_brings_gigabytes_of_cuda() -> None:
    assert [package for package in locked("dev.txt") if re.match("nvidia|cuda|triton|torch$", package)] == []
