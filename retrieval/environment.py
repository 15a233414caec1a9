"""What is set in the environment, in `.env` and in files of secrets. Names of no setting are refused.

What a right value is, the fields of `retrieval.settings` and `bot.settings` say.
"""

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from io import StringIO
from pathlib import Path
from typing import Any

from dotenv.parser import parse_stream
from pydantic_core import ErrorDetails

from retrieval.errors import SettingsError

# Whoever runs Dateline has other variables too: only names that begin so are ours to refuse.
PREFIXES = ("DATELINE_", "TELEGRAM_")

# A setting may be given by the name of a file that holds it, as engines of containers hand out secrets.
FILE = "_FILE"

_HEAD = "# The settings of Dateline. `.env.example` in its source lists every other one.\n"

# Bytes; a secret has a hundred. More is another file, whose content is no business of ours.
LONGEST_SECRET = 4096

# Characters of a wrong value that a message repeats.
LONGEST_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody wrote for a setting, and where."""

    name: str
    value: str
    where: str


def given_settings(env_file: Path | None) -> dict[str, Given]:
    """The settings that are given, by name: the environment's, else those of `env_file`.

    `SettingsError` where the file cannot be read, or has a line that is no setting.
    """
    in_file = _in_file(env_file) if env_file is not None and env_file.exists() else ()
    in_environment = (Given(name.upper(), value, "the environment") for name, value in os.environ.items())
    return {one.name: one for one in (*in_file, *in_environment) if one.name.startswith(PREFIXES)}


def refuse_unknown(given: Collection[Given], known: Collection[str], secrets: Collection[str]) -> None:
    """Raise `SettingsError` for the first name that is no setting, with the one that may be meant."""
    names = [*known, *(name + FILE for name in secrets)]
    for one in given:
        if one.name not in names:
            raise SettingsError(f"{one.name} in {one.where} is no setting: {_instead_of(one.name, names)}")


def secrets_in_files(given: dict[str, Given], secrets: Collection[str]) -> dict[str, str]:
    """The secrets that are given by the names of files.

    `SettingsError` where a file cannot be used, or a secret is given twice.
    """
    found = {}
    for name in secrets:
        file = given.get(name + FILE)
        if file is not None and file.value:
            if name in given and given[name].value:
                raise SettingsError(f"{name} and {name}{FILE} are both set: leave one of them empty.")
            found[name] = _secret_in(file)
    return found


def with_settings(text: str | None, values: Mapping[str, str]) -> str:
    """The text of a `.env` in which these settings have these values, and all else is as it was.

    The values hold no white space and no quotation marks.
    """
    lines, left = [], dict(values)
    for binding in parse_stream(StringIO(text if text is not None else _HEAD)):
        name = (binding.key or "").upper()
        if name not in values:
            lines.append(binding.original.string)
        elif name in left:  # one that stands there twice is written once
            lines.append(f"{name}={left.pop(name)}\n")
    if lines and not lines[-1].endswith("\n"):
        lines.append("\n")
    return "".join([*lines, *(f"{name}={value}\n" for name, value in left.items())])


def refusal(fault: ErrorDetails, examples: Mapping[str, str], secrets: Collection[str]) -> str:
    """One line about a wrong setting: which, why, what it is unless that is secret, and a right one."""
    name = str(fault["loc"][0]) if fault["loc"] else "settings"
    reason = fault["msg"].removeprefix("Value error, ")
    shown = "" if name in secrets else _shown(fault["input"])
    example = f" Example: {name}={examples[name]}" if name in examples else ""
    return f"{name} {_as_clause(reason)}{shown}.{example}"


def _shown(value: Any) -> str:
    """A wrong value as the end of a sentence.

    Nothing of an address with a user or a password in it.
    """
    value = ",".join(map(str, value)) if isinstance(value, list) else value
    if not isinstance(value, str) or ("://" in value and "@" in value):
        return ""
    plain = "".join(character if character.isprintable() else "\ufffd" for character in value)
    return f" (it is {plain[:LONGEST_SHOWN]}{'…' if len(plain) > LONGEST_SHOWN else ''})"


def _as_clause(reason: str) -> str:
    if reason.startswith(("is ", "has ", "names ")):
        return reason
    return f"is not usable: {reason[:1].lower()}{reason[1:]}"


def _in_file(path: Path) -> Iterator[Given]:
    try:
        with path.open(encoding="utf-8") as lines:
            bindings = list(parse_stream(lines))
    except UnicodeDecodeError as error:
        raise SettingsError(f"the file {path} is not UTF-8; save it as UTF-8.") from error
    except OSError as error:
        raise SettingsError(f"the file {path} cannot be read: {error.strerror}.") from error
    for binding in bindings:
        # Not the line itself, which may hold a secret.
        if binding.error or (binding.key is not None and binding.value is None):
            line = binding.original.line + _empty_lines_before(binding.original.string)
            raise SettingsError(
                f"line {line} of the file {path} is no setting: write NAME=value, or # before a remark."
            )
        if binding.key is not None:
            yield Given(binding.key.upper(), binding.value or "", f"the file {path}")


def _empty_lines_before(text: str) -> int:
    return text[: len(text) - len(text.lstrip())].count("\n")


def _secret_in(file: Given) -> str:
    try:
        with open(file.value, "rb") as stream:
            content = stream.read(LONGEST_SECRET + 1)
        secret = content.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file.name}={file.value} is not UTF-8: it should hold the secret and no more.") from error
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL
        reason = getattr(error, "strerror", None) or str(error)
        raise SettingsError(f"{file.name}={file.value} cannot be read: {reason}.") from error
    if not secret or len(content) > LONGEST_SECRET:
        fault = "is longer than a secret is" if secret else "is empty"
        raise SettingsError(f"{file.name}={file.value} {fault}: the file should hold the secret and no more.")
    return secret


def _instead_of(name: str, names: Collection[str]) -> str:
    near = get_close_matches(name, names, n=1, cutoff=0.8)
    return f"did you mean {near[0]}?" if near else "`.env.example` lists every setting; take this one out."
