"""Who runs which tests when the whole suite runs: two processes, the slow stories first.

What is dear to start is started once: all tests that need PostgreSQL, or the model, run in one process, one after the
other. So do the tests of a module. Only whole stories are handed out one by one.
Nothing of this holds without pytest-xdist, or where something else is asked for.
"""

from typing import Any

import pytest

# The smallest machines have two cores, and a process that has loaded the model takes 2 GB.
PROCESSES = 2

STORIES = "tests/flows/"

# What is in the ids of tests that stay together, in small letters, by what they share.
TOGETHER = {
    "postgres": ("postgres", "test_containers.py"),
    "model": ("test_sample_library.py", "test_embedding.py"),
}

# Of the stories, those that take ten seconds or more: they wait for processes that are killed, or for the model.
SLOWEST = ("test_killed_deliveries.py", "test_killed_import.py", "test_feeding.py", "test_sample_library.py")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Use the processes, unless a part of the tests or a number of processes is asked for."""
    option = config.option
    is_one_of_them = hasattr(config, "workerinput")
    if getattr(option, "numprocesses", 0) is None and is_whole(config) and not option.usepdb and not is_one_of_them:
        option.numprocesses, option.dist, option.loadscopereorder = PROCESSES, "loadscope", False


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Hand tests out by `group_of`, where they are handed out by what they share."""
    # Without pytest-xdist nobody asks, and there is nothing to import.
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return group_of(nodeid)

    return Together(config, log) if config.option.dist == "loadscope" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the slow stories first: what is left at the end should be short."""
    items.sort(key=lambda item: (item.path.name not in SLOWEST, not item.nodeid.startswith(STORIES)))


def is_whole(config: pytest.Config) -> bool:
    """Whether all tests are to run."""
    return [argument.rstrip("/") for argument in config.args] == config.getini("testpaths")


def group_of(nodeid: str) -> str:
    """The group of tests that one process runs: what they share, else a module, else the story by itself."""
    for group, signs in TOGETHER.items():
        if any(sign in nodeid.lower() for sign in signs):
            return group
    return nodeid if nodeid.startswith(STORIES) else nodeid.partition("::")[0]
