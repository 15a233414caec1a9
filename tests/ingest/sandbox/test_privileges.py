"""What a sandbox cannot do, and when it ends."""

import json
import os
import select
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from ingest.sandbox.pool import SandboxPool


def has_ended(process: int) -> bool:
    """Whether a process that is nobody's child here ends soon."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], 30)[0])
    finally:
        os.close(handle)


def sandboxed(code: str) -> str:
    """What a process prints that has given up what a sandbox gives up."""
    program = "import os\nfrom ingest.sandbox.privileges import *\nend_with_parent(os.getppid())\nlower(2**30)\n"
    ran = subprocess.run(
        [sys.executable, "-c", program + textwrap.dedent(code)],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    return ran.stdout or f"{ran.returncode} {ran.stderr}"


@pytest.mark.parametrize(
    "deed",
    [
        "import socket; socket.socket()",
        "os.execv('/bin/true', ['true'])",
        "os.kill(os.getppid(), 15)",
        "os.unlink({path!r})",
        "os.rename({path!r}, {path!r} + 'x')",
        "os.mkdir({path!r} + 'x')",
        "os.chmod({path!r}, 0o777)",
        "os.truncate({path!r}, 0)",
        "open({path!r}, 'w')",
        "open({path!r}, 'a')",
        "open({path!r}, 'r+')",
        "open({path!r} + 'x', 'x')",
        "bytearray(2**30)",
    ],
)
def test_a_sandbox_cannot(deed: str, tmp_path: Path) -> None:
    path = tmp_path / "kept"
    path.write_text("x")
    said = sandboxed(f"""
        try:
            {deed.format(path=str(path))}
            print('did it')
        except (OSError, MemoryError) as error:
            print(type(error).__name__)
    """)
    assert said.strip() in ("PermissionError", "OSError", "MemoryError")
    assert not (tmp_path / "keptx").exists()
    assert path.read_text() == "x"


def test_it_reads_files(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("x")
    assert sandboxed(f"print(open({str(tmp_path / 'kept')!r}).read())").strip() == "x"


def test_a_process_that_computes_for_too_long_is_ended_by_the_system() -> None:
    assert sandboxed("allow_seconds(1)\nwhile True: pass").startswith(str(-signal.SIGXCPU))


def test_no_token_and_no_setting_goes_into_a_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "123:secret")
    monkeypatch.setenv("DATELINE_DATABASE_URL", "postgresql://dateline:secret@db/dateline")
    pool = SandboxPool()
    pool.ask({"task": "opml"}, b"<opml/>")
    told = Path(f"/proc/{pool._idle[0]._process.pid}/environ").read_bytes()
    pool.close()
    assert b"secret" not in told
    assert b"PYTHONPATH" in told


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("busy", [False, True])
def test_it_ends_with_the_one_that_started_it(ending: signal.Signals, busy: bool) -> None:
    program = f"""
        import json, threading, time
        from ingest.sandbox.pool import SandboxPool
        pool = SandboxPool()
        pool.ask({{"task": "feed", "url": "https://a.example.org/"}}, b"<rss version='2.0'><channel/></rss>")
        (process,) = pool._idle
        if {busy}:
            page = b"<p " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">"
            said = {{"task": "feeds_in", "url": "https://a.example.org/"}}
            threading.Thread(target=lambda: list(process.ask(said, page)), daemon=True).start()
        print(process._process.pid, flush=True)
        time.sleep(60)
    """
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    parent = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE, env=environment, text=True
    )
    child = int(json.loads((parent.stdout or pytest.fail("no output")).readline()))
    parent.send_signal(ending)
    parent.wait(30)
    assert has_ended(child)
    if parent.stdout:
        parent.stdout.close()
