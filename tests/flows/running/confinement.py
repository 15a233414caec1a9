"""A service of `docker/compose.yaml` without an engine: bubblewrap gives its command the same walls.

The root is read-only, what the service mounts is all it can write to, it has its own uid and processes, no capability
and none to gain, and the kernel's limits for its memory and processes. Not the same: it shares this machine's network,
its memory is limited by address space, and /tmp may hold programs.
"""

import os
import re
import resource
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.packaging.test_docker import COMPOSE, ROOT

# Folders that are made anew, or mounted from what a service names.
OWN = ("proc", "dev", "tmp", "run", "data", "backups", "var")

UNITS = {"k": 2**10, "m": 2**20, "g": 2**30}


@dataclass(frozen=True, slots=True)
class Walls:
    """What stands around one service."""

    service: Mapping[str, Any]
    # Where its volumes and secrets lie on this machine.
    folder: Path

    def around(self, command: Sequence[str], environment: Mapping[str, str]) -> list[str]:
        """The command within the walls, with nothing of this environment but what is given."""
        uid, gid = self.service["user"].split(":")
        walls = ["bwrap", "--unshare-user", "--uid", uid, "--gid", gid, "--unshare-pid", "--unshare-ipc"]
        walls += ["--unshare-uts", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
        assert self.service["read_only"] and self.service["cap_drop"] == ["ALL"]
        walls += [*self._root(), *self._mounts(), "--remount-ro", "/", "--chdir", "/", "--clearenv"]
        for name, value in {"PATH": os.environ["PATH"], "HOME": "/tmp", **environment}.items():
            walls += ["--setenv", name, value]
        return [*walls, *command]

    def limit(self) -> None:
        """Give this process, which is about to become the service, its share and no more."""
        memory = size(self.service["mem_limit"])
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def volume(self, name: str) -> Path:
        """The folder of a volume on this machine."""
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        return folder

    def _root(self) -> list[str]:
        """This machine's programs, read-only, without what anybody keeps here."""
        walls = ["--proc", "/proc", "--dev", "/dev"]
        for entry in sorted(Path("/").iterdir()):
            if entry.is_symlink():
                walls += ["--symlink", os.readlink(entry), str(entry)]
            elif entry.is_dir() and entry.name not in OWN:
                walls += ["--ro-bind", str(entry), str(entry)]
        # As in the image, the uid has a name.
        uid, gid = self.service["user"].split(":")
        people = self.folder / f"passwd of {uid}"
        people.write_text(f"service:x:{uid}:{gid}::/:/bin/sh\n", encoding="utf-8")
        return [*walls, "--ro-bind", str(people), "/etc/passwd"]

    def _mounts(self) -> list[str]:
        walls = []
        for memory in self.service.get("tmpfs", ()):
            path, _, options = memory.partition(":")
            walls += ["--size", str(size(re.findall(r"size=(\w+)", options)[0])), "--perms", "1777", "--tmpfs", path]
        for volume in self.service["volumes"]:
            name, path, *mode = volume.split(":")
            walls += ["--ro-bind" if mode == ["ro"] else "--bind", str(self.volume(name)), path]
        for secret in self.service.get("secrets", ()):
            walls += ["--ro-bind", str(self.folder / secret), f"/run/secrets/{secret}"]
        # Where the code and its interpreter lie below a folder of memory.
        for needed in {str(ROOT), sys.prefix, sys.base_prefix}:
            if any(needed.startswith(f"{m.partition(':')[0]}/") for m in self.service.get("tmpfs", ())):
                walls += ["--ro-bind", needed, needed]
        return walls


def walls_of(name: str, folder: Path) -> Walls:
    """The walls of a service of `docker/compose.yaml`, its volumes and secrets in `folder`."""
    assert shutil.which("bwrap"), "bubblewrap is not installed: apt-get install bubblewrap"
    return Walls(COMPOSE["services"][name], folder)


def size(text: str) -> int:
    """Bytes of "256m"."""
    return int(text[:-1]) * UNITS[text[-1].lower()]
