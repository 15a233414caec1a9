"""Who runs which tests when the whole suite runs: two processes, the slow stories first.

What is dear to start is started once: all tests that need one PostgreSQL, one Chroma server or the model run in one
process, one after the other. So do the tests of a module. Only whole stories are handed out one by one.
Nothing of this holds without pytest-xdist, or where something else is asked for.
"""

from pathlib import Path
from typing import Any

import pytest

# The smallest machines have two cores, and a process that has loaded the model takes 2 GB.
PROCESSES = 2
TESTS = Path(__file__).parent
STORIES = "flows"
# Fixtures, the slowest first, whose tests stay together.
TOGETHER = ("postgres", "model_dir", "chroma_url")
# What a process is told under this name: whether tests stay together.
GROUPED = "grouped"
# Of the stories, those that take ten seconds or more: they wait for processes that are killed and begin again.
SLOWEST = ("test_killed_deliveries.py", "test_killed_import.py", "test_feeding.py")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Use the processes, unless a part of the tests or a number of processes is asked for."""
    option = config.option
    if hasattr(config, "workerinput"):  # one of the processes itself, which begins in the same way
        option.loadgroup = config.workerinput[GROUPED]
        return
    if getattr(option, "numprocesses", 0) is None and is_whole(config) and not option.usepdb:
        option.numprocesses, option.dist, option.loadscopereorder = PROCESSES, "loadgroup", False


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a process what was decided: it reads only the words of the command."""
    node.workerinput[GROUPED] = node.config.option.dist == "loadgroup"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the slow stories first, and say what stays together."""
    if not config.pluginmanager.has_plugin("xdist"):
        return
    items.sort(key=_rank)
    for item in items:
        if (group := group_of(item)) is not None:
            item.add_marker(pytest.mark.xdist_group(group))


def is_whole(config: pytest.Config) -> bool:
    """Whether all tests are to run."""
    return [argument.rstrip("/") for argument in config.args] == config.getini("testpaths")


def group_of(item: pytest.Item) -> str | None:
    """The group of tests that one process runs; None for a story that stands for itself."""
    if "PostgreSQL" in item.name:  # it may ask for the server in the course of its setup
        return "postgres"
    for fixture in TOGETHER:
        if fixture in getattr(item, "fixturenames", ()):
            return fixture
    return None if is_story(item) else str(item.path)


def is_story(item: pytest.Item) -> bool:
    """Whether a test tells a whole story."""
    return STORIES in item.path.relative_to(TESTS).parts


def _rank(item: pytest.Item) -> tuple[bool, bool]:
    is_slow = item.path.name in SLOWEST or group_of(item) == "model_dir"
    return not is_slow, not is_story(item)
