"""Questions as the command line gets them: one, or one a line."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from retrieval.errors import QuestionError

# Bytes; a question is a hundred of them, its context a few thousand.
LONGEST_LINE = 2**20
# In which a reader's clock may stand; the calendar's ends have no "last year".
YEARS = range(1900, 3000)


@dataclass(frozen=True, slots=True)
class TypedQuestion:
    """A question with whose clock it is to be read.

    `id` is echoed.
    """

    question: str
    now: datetime
    zone: ZoneInfo
    context: tuple[str, ...] = ()
    id: Any = None


def questions_in(stream: BinaryIO, like: TypedQuestion) -> Iterator[TypedQuestion | QuestionError]:
    """The questions of a stream, each as its line comes.

    A line that holds none is a `QuestionError` that says why.
    What a line leaves open is as in `like`. Blank lines are passed over.
    """
    for number, line in enumerate(_lines(stream), 1):
        if line is not None and not line.strip():
            continue
        try:
            yield _question(line, like)
        except QuestionError as error:
            yield QuestionError(f"line {number}: {error}")


def moment(text: str) -> datetime:
    """A point in time in ISO 8601, UTC where it states no offset.

    `QuestionError` where it is none.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        raise QuestionError(f"{text} is not a moment; write it like 2024-11-17T12:00:00+03:00")
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def time_zone(name: str) -> ZoneInfo:
    """The time zone of that name.

    `QuestionError` where there is none.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise QuestionError(f"{name} is not a time zone; write it like Asia/Damascus") from error


def whole(text: str) -> str:
    """The text with half characters (lone surrogates, undecodable bytes) replaced, so that it can be kept."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Each line, None for one over `LONGEST_LINE`, whose rest is not held in memory."""
    while line := stream.readline(LONGEST_LINE):
        is_whole = line.endswith(b"\n") or len(line) < LONGEST_LINE
        yield line if is_whole else None
        while not is_whole:
            rest = stream.readline(LONGEST_LINE)
            is_whole = rest.endswith(b"\n") or len(rest) < LONGEST_LINE


def _question(line: bytes | None, like: TypedQuestion) -> TypedQuestion:
    if line is None:
        raise QuestionError(f"is longer than {LONGEST_LINE // 2**20} MiB; a line is one question")
    text = line.decode("utf-8-sig", "replace").strip()
    return _from_json(text, like) if text.startswith("{") else replace(like, question=text)


def _from_json(text: str, like: TypedQuestion) -> TypedQuestion:
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise QuestionError(f'is not JSON ({error}); write {{"question": "…"}}, or the question alone') from error
    if not isinstance(given.get("question"), str):
        raise QuestionError('has no "question"; write {"question": "…"}')
    context = given.get("context") or []
    if not isinstance(context, list) or not all(isinstance(earlier, str) for earlier in context):
        raise QuestionError('"context" is not a list of questions; write ["an earlier question", …]')
    return TypedQuestion(
        question=whole(given["question"]),
        now=moment(str(given["now"])) if given.get("now") else like.now,
        zone=time_zone(str(given["tz"])) if given.get("tz") else like.zone,
        context=tuple(map(whole, context)),
        id=given.get("id"),
    )
