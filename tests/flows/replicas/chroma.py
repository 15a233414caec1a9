"""A Chroma server that a story stops, starts again and robs of its folder."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.flows.conftest import await_url
from tests.ports import free_port


class ChromaProcess:
    """One server on one folder, always at the same address."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers while it is there."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._folder.mkdir(exist_ok=True)
        command = [Path(sys.executable).with_name("chroma"), "run", "--path", self._folder, "--port", str(self._port)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        await_url(f"{self.url}/api/v2/heartbeat", self._process)

    def kill(self) -> None:
        """End it as a crash does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def wipe(self) -> None:
        """Let it come back without anything."""
        self.kill()
        shutil.rmtree(self._folder)
        self.start()
