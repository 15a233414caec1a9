"""What a sandbox gives up before it reads anything: time, memory, the network, other programs, its files.

The bounds hold on every Unix. The filter of system calls is Linux's (seccomp, since 3.17) on the two machines that
are named below; elsewhere the process keeps those calls.
"""

import ctypes
import os
import platform
import resource
import signal
import struct
import threading
import time
from contextlib import suppress

_PR_SET_PDEATHSIG = 1
_PR_SET_SECCOMP = 22
_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_MODE_FILTER = 2
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | 1  # with EPERM
_LOAD = 0x20  # BPF_LD | BPF_W | BPF_ABS
_IS_EQUAL = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_HAS_ANY = 0x45  # BPF_JMP | BPF_JSET | BPF_K
_RETURN = 0x06  # BPF_RET | BPF_K
_TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

# Numbers of the calls that no reader needs, from Linux's `syscall_64.tbl` and `asm-generic/unistd.h`: socket, connect,
# execve, execveat, ptrace, process_vm_readv, process_vm_writev, kill, tkill, tgkill, the calls that rename, delete,
# link or make files and folders, change their rights or length, mount, and openat2, whose flags lie elsewhere. Then the
# calls that open files, with where their flags stand in `struct seccomp_data`.
_REFUSED = {
    "x86_64": (
        0xC000003E,
        (41, 42, 53, 59, 322, 101, 310, 311, 62, 200, 234, 82, 264, 316, 87, 263, 84, 86, 265, 88, 266, 83, 258, 85, 90,
         91, 92, 93, 260, 268, 76, 77, 165, 437),
        ((2, 24), (257, 32)),
    ),
    "aarch64": (
        0xC00000B7,
        (198, 203, 199, 221, 281, 117, 270, 271, 129, 130, 131, 38, 276, 35, 37, 36, 34, 52, 53, 54, 55, 45, 46, 40,
         437),
        ((56, 32),),
    ),
}  # fmt: skip

# How often a process without Linux's signal looks whether its parent is there.
_LOOK_SECONDS = 1.0


def end_with_parent(parent: int) -> None:
    """End this process when its parent ends, however that ends. Ends it now where the parent is gone already."""
    if not _controlled(_PR_SET_PDEATHSIG, signal.SIGKILL):
        threading.Thread(target=_watch, args=(parent,), name="parent", daemon=True).start()
    if os.getppid() != parent:
        os._exit(0)


def lower(memory: int) -> None:
    """Give up what reading does not need, for good."""
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _refuse_calls()


def allow_seconds(seconds: int) -> None:
    """Let this process compute for so long from now on. Then the system ends it, whatever it is at."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 1 + seconds
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _limit(which: int, most: int) -> None:
    """Set a bound, where the system lets it be set: macOS refuses that of memory."""
    _, hard = resource.getrlimit(which)
    with suppress(ValueError, OSError):
        resource.setrlimit(which, (most, most) if hard == resource.RLIM_INFINITY else (min(most, hard), hard))


def _refuse_calls() -> None:
    machine, calls, opening = _REFUSED.get(platform.machine(), (0, (), ()))
    if not calls or not _controlled(_PR_SET_NO_NEW_PRIVS, 1):
        return
    program = _filter(machine, calls, opening)
    held = ctypes.create_string_buffer(program)
    head = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(held)))
    _controlled(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(head))


def _filter(machine: int, calls: tuple[int, ...], opening: tuple[tuple[int, int], ...]) -> bytes:
    """A program of the kernel's packet filter.

    Another machine's calls fail, those named, and those that open a file to write it; all others pass.
    """
    steps = [(_LOAD, 0, 0, 4), (_IS_EQUAL, 1, 0, machine), (_RETURN, 0, 0, _REFUSE), (_LOAD, 0, 0, 0)]
    for call in calls:
        steps += [(_IS_EQUAL, 0, 1, call), (_RETURN, 0, 0, _REFUSE)]
    for call, flags in opening:
        steps += [(_IS_EQUAL, 0, 4, call), (_LOAD, 0, 0, flags), (_HAS_ANY, 0, 1, _TO_WRITE)]
        steps += [(_RETURN, 0, 0, _REFUSE), (_RETURN, 0, 0, _ALLOW)]
    steps += [(_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def _controlled(option: int, *values: int) -> bool:
    """Whether Linux took an option of this process."""
    try:
        prctl = ctypes.CDLL(None, use_errno=True).prctl
    except (AttributeError, OSError):  # another system
        return False
    rest = (*values, 0, 0, 0, 0)[:4]
    return int(prctl(option, *(ctypes.c_ulong(value) for value in rest))) == 0


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os._exit(0)
