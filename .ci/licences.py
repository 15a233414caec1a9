"""Refuse a dependency whose licence is not known, or asks more of a newsroom than to name its authors.

Looks at what Dateline needs when it runs, with its extras, as it is installed here. Exits with 1 and names the
packages.
"""

import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageMetadata, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from license_expression import ExpressionError, LicenseExpression, get_spdx_licensing
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# What may be used, changed and passed on beside MIT code. Those of the last line ask that changes to the library
# itself are passed on, and that it can be exchanged, which is so of a Python package.
ALLOWED = frozenset(
    (
        *("0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0"),
        *("CNRI-Python", "ISC", "MIT", "MIT-0", "PSF-2.0", "Unlicense", "Zlib"),
        *("LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "MPL-1.1", "MPL-2.0"),
    )
)

# What packages that name no SPDX licence write instead.
WRITTEN = {
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: ISC License (ISCL)": "ISC",
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "License :: OSI Approved :: Python Software Foundation License": "PSF-2.0",
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0 License": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    # pyahocorasick: its own code is BSD, a part of it is in the public domain.
    "BSD-3-Clause and Public-Domain": "BSD-3-Clause",
}

SPDX = get_spdx_licensing()


def main(folder: Path) -> int:
    """The exit status: 1 where a dependency of the project in `folder` may not be used."""
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    faults = [fault for package in needed(asked_for(project)) if (fault := fault_of(package))]
    for fault in sorted(faults):
        sys.stderr.write(f"{fault}\n")
    return 1 if faults else 0


def asked_for(project: dict[str, Any]) -> list[str]:
    """What a project asks for when it runs, its extras included: all but what it is developed with."""
    extras = project.get("optional-dependencies", {})
    return [*project["dependencies"], *(one for extra, listed in extras.items() if extra != "dev" for one in listed)]


def needed(requirements: list[str]) -> Iterator[Distribution]:
    """What these requirements install here, each package once."""
    waiting = [Requirement(one) for one in requirements]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        wanted = waiting.pop()
        key = (canonicalize_name(wanted.name), frozenset(wanted.extras))
        if key in seen or not _applies(wanted, frozenset()):
            continue
        seen.add(key)
        try:
            found = distribution(wanted.name)
        except PackageNotFoundError:
            sys.exit(f"{wanted.name} is not installed; run `make check`.")
        yield found
        below = map(Requirement, found.requires or [])
        waiting += [_unconditional(one) for one in below if _applies(one, key[1])]


def fault_of(package: Distribution) -> str | None:
    """What is wrong with a package's licence.

    None where it may be used.
    """
    written = licence(package.metadata)
    name = f"{package.metadata['Name']} {package.version}"
    if written is None:
        return f"{name}: states no licence that is known here; look it up, and add it to .ci/licences.py"
    return None if is_allowed(written) else f"{name}: {written} is not among the licences that .ci/licences.py allows"


def licence(metadata: PackageMetadata) -> str | None:
    """The licence of a package as an SPDX expression.

    None where it states none, or in words that are not known.
    """
    if expression := metadata.get("License-Expression"):
        return str(expression)
    classifiers = [one for one in metadata.get_all("Classifier") or [] if one in WRITTEN]
    if classifiers:
        return " AND ".join(WRITTEN[one] for one in classifiers)
    stated = (metadata.get("License") or "").strip()
    return WRITTEN.get(stated) or (stated if _parsed(stated) is not None else None)


def is_allowed(expression: str) -> bool:
    """Whether a licence expression leaves a way to comply: one of its alternatives, all of its parts."""
    parsed = _parsed(expression)
    return parsed is not None and _holds(parsed)


def _parsed(expression: str) -> LicenseExpression | None:
    try:
        return SPDX.parse(expression, validate=True)
    except ExpressionError:
        return None


def _holds(part: LicenseExpression) -> bool:
    if part.isliteral:
        return str(part) in ALLOWED
    return (any if isinstance(part, SPDX.OR) else all)(_holds(one) for one in part.args)


def _applies(requirement: Requirement, extras: frozenset[str]) -> bool:
    return requirement.marker is None or any(requirement.marker.evaluate({"extra": one}) for one in extras or {""})


def _unconditional(requirement: Requirement) -> Requirement:
    """The requirement without its condition, which has been looked at."""
    requirement.marker = None
    return requirement


if __name__ == "__main__":
    sys.exit(main(Path.cwd()))
