"""The stages of an answer, for whoever measures them: `observed_by` says who that is, else nobody does."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from enum import StrEnum
from functools import wraps
from typing import ParamSpec, TypeVar


class Stage(StrEnum):
    """A part of the way from a question to its answer. Some stand within others."""

    UNDERSTAND = "understand"
    SEARCH = "search"
    NARROW = "narrow"  # within SEARCH: the passages of the place and the period
    EMBED = "embed"  # within SEARCH: the question's vector
    NEAREST = "nearest"  # within SEARCH: the passages that are like it
    SHOW = "show"  # reports become incidents, and incidents excerpts
    COVERAGE = "coverage"
    RECEIPT = "receipt"


# Is told of a stage when it begins; the block lasts until it ends.
StageObserver = Callable[[Stage], AbstractContextManager[object]]

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

_observer: ContextVar[StageObserver | None] = ContextVar("stages", default=None)


@contextmanager
def observed_by(observer: StageObserver) -> Iterator[None]:
    """Tell an observer of the stages that begin within the block, in this context and in copies of it."""
    token = _observer.set(observer)
    try:
        yield
    finally:
        _observer.reset(token)


def staged(stage: Stage) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """Mark a function as a stage."""

    def marked(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        @wraps(function)
        def measured(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            observer = _observer.get()
            if observer is None:
                return function(*args, **kwargs)
            with observer(stage):
                return function(*args, **kwargs)

        return measured

    return marked
