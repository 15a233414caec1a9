"""Bots in processes of their own, which a story kills or has hang."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess

from tests.flows.processes import start
from tests.flows.replicas.leaders import stopped
from tests.flows.watching.delivering import deliver as serve_readers


@dataclass(slots=True)
class Bots:
    """Replicas, of which one can be killed and started anew."""

    environments: Sequence[Mapping[str, str]]
    processes: list[BaseProcess]
    hang: float

    async def kill(self, number: int) -> None:
        """End one, and start it anew; or have it hang for a while."""
        if self.hang:
            with stopped(self.processes[number]):
                await asyncio.sleep(self.hang)
            return
        self.processes[number].kill()
        await asyncio.to_thread(self.processes[number].join)
        self.processes[number] = start(serve_readers, self.environments[number])


@asynccontextmanager
async def running_bots(environments: Sequence[Mapping[str, str]], hang: float) -> AsyncIterator[Bots]:
    bots = Bots(environments, [start(serve_readers, env) for env in environments], hang)
    try:
        yield bots
    finally:
        for process in bots.processes:
            process.terminate()
        for process in bots.processes:
            await asyncio.to_thread(process.join)
