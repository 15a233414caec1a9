"""Speed and memory: `make bench`.

The machine may be shared and noisy, so what a question or an import takes is given as a ratio of two things measured in
turn: what Dateline takes, and the floor that no implementation with the same model goes below.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.library.corpus import (
    ARTICLES,
    CACHE,
    DATELINE,
    development_library,
    environment,
    require,
    run,
    settings_of,
)
from benchmarks.library.large import large_library, new_articles
from benchmarks.timing import crowd, grouping, recognition, telling, understanding, watching
from ingest.feeding.feed_checks import THREADS

ROUNDS = 5
QUESTIONS = 40
RECOGNISED = 600  # articles


def main() -> None:
    """Measure, and print each figure beside its bound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="the folder that holds data/")
    parser.add_argument("--only", choices=list(MEASURES), action="append", help="only these")
    options = parser.parse_args()
    require(options.shared, "bench")
    missed = [name for name in options.only or MEASURES if not MEASURES[name](options.shared)]
    sys.stdout.write(f"\n{'all within their bounds' if not missed else 'missed: ' + ', '.join(missed)}\n")


def import_speed(shared: Path) -> bool:
    """Import, against encoding the same passages and nothing else."""
    done = _child("import_speed", large_library(shared), str((shared / ARTICLES).resolve()))
    ratio = done["encode_s"] / done["import_s"]
    return _said(
        "import / encoding alone",
        f"{ratio:.2f}",
        ratio >= 0.8,
        "≥ 0.8",
        f"{done['passages']} passages, import {done['import_s']:.1f} s, encoding {done['encode_s']:.1f} s",
    )


def warm_question(shared: Path) -> bool:
    """A warm question on 100,000 passages, against encoding it and one pass over all vectors."""
    good = True
    for scope, found in _child("warm_question", large_library(shared), str(QUESTIONS)).items():
        ratio = found["question_ms"] / found["floor_ms"]
        good &= _said(
            f"warm question, {scope}",
            f"{ratio:.2f}",
            ratio <= 2,
            "≤ 2",
            f"median {found['question_ms']:.1f} ms, floor {found['floor_ms']:.1f} ms, {found['passages']} passages",
        )
    return good


def cold_question(_shared: Path) -> bool:
    """`dateline ask` from cold, against importing its libraries and loading the model."""
    demo = CACHE / "demo"
    run([DATELINE, "demo"], demo, check=True, stdout=subprocess.DEVNULL)
    ask = [DATELINE, "ask", "--json", "--now", "2024-11-17T12:00:00+03:00", "what happened in Sere Kaniye this week"]
    load = [sys.executable, "-m", "benchmarks.timing.floors", "load"]
    pairs = [(_seconds(ask, demo), _seconds(load, demo)) for _ in range(ROUNDS)]
    ratio = statistics.median(asked / loaded for asked, loaded in pairs)
    asked_s, loaded_s = (statistics.median(column) for column in zip(*pairs, strict=True))
    return _said(
        "cold question / loading alone",
        f"{ratio:.2f}",
        ratio <= 1.5,
        "≤ 1.5",
        f"median {asked_s:.1f} s, loading {loaded_s:.1f} s",
    )


def memory(shared: Path) -> bool:
    """The bot answering from 100,000 passages, against the loaded model alone; peak resident memory."""
    large = large_library(shared)
    bot = _peak([sys.executable, "-m", "benchmarks.timing.floors", "answer", str(large), "20"], large)
    model = _peak([sys.executable, "-m", "benchmarks.timing.floors", "load"], large)
    return _said("memory / model alone", f"{bot / model:.2f}", bot / model <= 2, "≤ 2", f"{bot} MB, model {model} MB")


def understanding_speed(_shared: Path) -> bool:
    """Understanding a question, by the number of names in the gazetteer: it may grow, but slower than they do."""
    scale = understanding.measured()
    fewest, most = min(scale.milliseconds), max(scale.milliseconds)
    quick = _said(
        f"understanding, {fewest:,} names",
        f"{scale.milliseconds[fewest]:.2f} ms",
        scale.milliseconds[fewest] < understanding.MOST_MS,
        f"< {understanding.MOST_MS:g} ms",
        ", ".join(f"{size:,} names {took:.2f} ms" for size, took in scale.milliseconds.items()),
    )
    times = most // fewest
    return quick & _said("understanding, growth", f"{scale.growth:.2f}", scale.growth < times, f"< {times}", "")


def recognition_speed(shared: Path) -> bool:
    """Places, dates, topics and figures of articles recognised, on one core."""
    settings, articles = settings_of(CACHE / "eval"), list(islice(new_articles(shared), RECOGNISED))
    reached = recognition.measure(settings, articles)
    least = recognition.FEWEST
    return _said("recognition, passages/s", f"{reached:,.0f}", reached >= least, f"≥ {least:,}", "processor time")


def grouping_scale(_shared: Path) -> bool:
    """Grouping by incident: what a passage among many takes, against one among few."""
    scale = grouping.measured()
    took = ", ".join(f"{size:,} in {1000 * seconds:.1f} ms" for size, seconds in scale.seconds.items())
    return _said("grouping, a passage of most / of few", f"{scale.ratio:.2f}", scale.ratio <= 2, "≤ 2", took)


def pages_speed(shared: Path) -> bool:
    """Pages read, captured, recognised, kept and indexed: what all but encoding takes of it."""
    done = _feeding("pages", str(CACHE / "models"), str((shared / ARTICLES).resolve()))
    share = 1 - done["encoding"] / done["all"]
    parts = f"{done['pages']} pages, {done['passages']} passages in {done['all']:.1f} s: "
    parts += ", ".join(f"{name} {done[name]:.1f}" for name in ("encoding", "reading", "capturing"))
    return _said("all but encoding, of an import of pages", f"{share:.2f}", share < 0.2, "< 0.20", parts)


def feeds_pass(_shared: Path) -> bool:
    """A thousand feeds checked in one pass: memory beyond what the process had, and connections at once."""
    done = _feeding("feeds")
    detail = (
        f"{done['feeds']} feeds in {done['seconds']:.1f} s, {done['added']} articles added, {done['faults']} failed"
    )
    little = _said("1,000 feeds, memory", f"{done['memory_mb']} MB", done["memory_mb"] < 200, "< 200 MB", detail)
    most = done["connections"]
    return little & _said("1,000 feeds, connections at once", str(most), most <= THREADS, f"≤ {THREADS}", "")


def matching_scale(_shared: Path) -> bool:
    """Which watches a report concerns: among 100,000, against 1,000 of which it concerns as many."""
    scale = watching.measured()
    took = ", ".join(
        f"{case.concerned:,} of {case.size:,} in {milliseconds:.1f} ms"
        for case, milliseconds in scale.milliseconds.items()
    )
    most = watching.MOST_TIMES
    return _said("matching, 100,000 watches / 1,000", f"{scale.ratio:.2f}", scale.ratio <= most, f"≤ {most:g}", took)


def fan_out(shared: Path) -> bool:
    """A report that concerns 10,000 readers: until all are queued, and what questions take meanwhile."""
    done = _telling("fan-out", str(CACHE / "models"), str((shared / ARTICLES).resolve()))
    seconds, ratio = done["seconds"], done["busy_ms"] / done["idle_ms"]
    most, times = telling.MOST_SECONDS, telling.MOST_TIMES
    queued = f"the longest of {done['reports']} reports, {done['queued']:,} deliveries"
    asked = f"{done['questions']} questions, median {done['busy_ms']:.0f} ms, idle {done['idle_ms']:.0f} ms"
    asked += f", longest {done['longest_busy_ms']:.0f} and {done['longest_idle_ms']:.0f} ms"
    good = seconds <= most and done["queued"] == telling.READERS * done["reports"]
    quick = _said(f"{telling.READERS:,} readers queued", f"{seconds:.1f} s", good, f"≤ {most:g} s", queued)
    return quick & _said("questions meanwhile / idle", f"{ratio:.2f}", ratio <= times, f"≤ {times:g}", asked)


def delivery_pace(_shared: Path) -> bool:
    """Deliveries for ten minutes, against the rate that Telegram permits."""
    done = _telling("delivery", str(telling.DELIVERED_SECONDS))
    least, share = telling.LEAST_SHARE, done["share"]
    detail = (
        f"{done['sent']:,} messages in {done['seconds']:.0f} s to {done['readers']:,} readers, {done['left']:,} left"
    )
    kept = _said("delivered / permitted rate", f"{share:.2f}", share >= least, f"≥ {least:g}", detail)
    return kept & _said("answers 429", str(done["too_many"]), done["too_many"] == 0, "0", f"{done['slips']} slips")


def many_readers(shared: Path) -> bool:
    """Two hundred readers who ask five questions each at once: all answered, and nobody else waits for them."""
    done = _alone("crowd", "many", str(development_library(shared).resolve()))
    least, most = crowd.LEAST_SHARE, crowd.MOST_QUICK_SECONDS
    detail = f"{done['answered']:,} of {done['asked']:,} answered in {done['seconds']:.0f} s, {done['slips']} slips; "
    detail += f"answers p50 {done['answer_p50']:.1f} s, p99 {done['answer_p99']:.1f} s"
    good = done["answered"] == done["asked"]
    good &= _said("answers a second", f"{done['a_second']:.1f}", good, "all", detail)
    processor = f"a question alone takes {done['alone_ms']:.0f} ms of processor, one of many {done['processor_ms']:.0f}"
    good &= _said(
        "throughput / what one core allows", f"{done['share']:.2f}", done["share"] >= least, f"≥ {least:g}", processor
    )
    good &= _said("waited and was not told", str(done["untold"]), not done["untold"], "0", f"{done['told_count']} told")
    for name in ("help", "press", "alert"):
        detail = f"{done[f'{name}_count']} meanwhile, median {done.get(f'{name}_p50', 0):.2f} s"
        longest = done.get(f"{name}_most", 0)
        in_time = longest <= most and done[f"{name}_count"] > 0  # nothing measured is nothing shown
        good &= _said(f"{name}, longest", f"{longest:.2f} s", in_time, f"≤ {most:g} s", detail)
    return good


def one_reader(shared: Path) -> bool:
    """One reader who sends a thousand questions, and what others wait meanwhile."""
    done = _alone("crowd", "one", str(development_library(shared).resolve()))
    detail = f"median {done['meanwhile_ms']:.0f} ms, usual {done['usual_ms']:.0f} ms"
    most = crowd.MOST_TIMES
    return _said("others beside a flood / usual", f"{done['times']:.2f}", done["times"] <= most, f"≤ {most:g}", detail)


MEASURES: dict[str, Callable[[Path], bool]] = {
    "import": import_speed,
    "warm": warm_question,
    "cold": cold_question,
    "memory": memory,
    "understanding": understanding_speed,
    "recognition": recognition_speed,
    "grouping": grouping_scale,
    "pages": pages_speed,
    "feeds": feeds_pass,
    "matching": matching_scale,
    "fan-out": fan_out,
    "delivery": delivery_pace,
    "crowd": many_readers,
    "flood": one_reader,
}


def _child(name: str, large: Path, *arguments: str) -> dict[str, Any]:
    """What a measurement in a process of its own prints as its last line."""
    command = [sys.executable, "-m", "benchmarks.timing.floors", name, str(large), *arguments]
    done = run(command, large, check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _feeding(*arguments: str) -> dict[str, Any]:
    return _alone("feeding", *arguments)


def _telling(*arguments: str) -> dict[str, Any]:
    return _alone("telling", *arguments)


def _alone(module: str, *arguments: str) -> dict[str, Any]:
    """What a module of measurements prints as its last line, in a process of its own."""
    command = [sys.executable, "-m", f"benchmarks.timing.{module}", *arguments]
    done = run(command, CACHE / module, check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _seconds(command: list[str], data_dir: Path) -> float:
    start = time.monotonic()
    run(command, data_dir, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - start


def _peak(command: list[str], data_dir: Path) -> int:
    """The peak resident memory of a command, in MB, by the operating system's own account."""
    process = subprocess.Popen(command, env=environment(data_dir), stdout=subprocess.DEVNULL, cwd=data_dir)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed")
    return usage.ru_maxrss // 1024


def _said(name: str, value: str, good: bool, bound: str, detail: str) -> bool:
    sys.stdout.write(f"{name:<40} {value:>9}  {bound:<8} {'ok    ' if good else 'MISSED'} {detail}\n")
    sys.stdout.flush()
    return good


if __name__ == "__main__":
    main()
