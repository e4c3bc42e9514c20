#!/usr/bin/env python3
"""Measures rivet against its peers on servers of its own; see docs/benchmark.md.

    ./mvnw -Pbench                                    everything
    ./mvnw -Pbench -Dbench.args="--tables narrow --tools rivet,duckdb --rounds 3"
    src/bench/bench.py --smoke                        does the benchmark itself work?
"""

import argparse
import fcntl
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
CACHE = Path.home() / ".cache/rivet"
FOLDER = CACHE / "bench"
PYTHON = FOLDER / "python/bin/python"


def names(text):
    return text.split(",")


def factors(text):
    return [float(factor) for factor in text.split(",")]


def options(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--engines", type=names, default="postgres,mysql", metavar="A,B")
    parser.add_argument("--tables", type=names, default="wide,narrow,heavy", metavar="A,B")
    parser.add_argument("--tools", type=names, default="limit,peer,rivet", metavar="A,B",
                        help="names or roles; see --list")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--scale", type=factors, default="1", metavar="A,B",
                        help="times the usual rows, for example 1,10")
    parser.add_argument("--patience", type=float, default=20, metavar="SECONDS",
                        help="how long each run waits for a calm machine")
    parser.add_argument("--servers", type=Path, default=CACHE / "test-servers", metavar="FOLDER",
                        help="where the servers' archives are")
    parser.add_argument("--jvm", type=Path, default=REPOSITORY / "target/rivet-jvm")
    parser.add_argument("--native", type=Path, default=REPOSITORY / "target/rivet")
    parser.add_argument("--rivet-yaml", default="", metavar="LINES",
                        help="more keys for rivet's export, such as 'compression_level: 1'")
    parser.add_argument("--results", type=Path, default=FOLDER / "results", metavar="FOLDER",
                        help="where the lines of JSON and the report go")
    parser.add_argument("--report", type=Path, nargs="+", metavar="JSONL",
                        help="measure nothing; report on these files of earlier calls together")
    parser.add_argument("--docs", action="store_true", help="put the figures in docs/benchmark.md")
    parser.add_argument("--smoke", action="store_true",
                        help="the benchmark's own tests and a tiny run, in less than a minute")
    parser.add_argument("--list", action="store_true", help="say what can be measured, and end")
    chosen = parser.parse_args(arguments)
    if chosen.smoke:
        chosen.scale, chosen.rounds, chosen.patience = [0.001], 1, 0
        chosen.tools = ["limit", "duckdb", "rivet-native", "rivet-jvm"]
    return chosen


def in_own_python():
    """Starts again in the environment that has what requirements.txt names, made if need be."""
    wanted = (HERE / "requirements.txt").read_text()
    installed = FOLDER / "python/.installed"
    if not installed.exists() or installed.read_text() != wanted:
        print(f"Installing the peers in {FOLDER / 'python'}", flush=True)
        shutil.rmtree(FOLDER / "python", ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", FOLDER / "python"], check=True)
        subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                        "-r", HERE / "requirements.txt"], check=True)
        installed.write_text(wanted)
    if Path(sys.prefix) != FOLDER / "python":
        os.execv(PYTHON, [str(PYTHON), str(HERE / "bench.py"), *sys.argv[1:]])


def own_tests():
    subprocess.run([PYTHON, "-m", "unittest", "discover", "--start-directory", HERE], check=True)


def publish(results, file=None, docs=False):
    """Shows the results; writes the report to `file`, and into the documentation."""
    import report

    print(report.terminal(results))
    figures = report.markdown(results)
    if file:
        file.write_text(figures)
        print(f"\n{file}")
    if docs:
        page = REPOSITORY / "docs/benchmark.md"
        page.write_text(report.into_page(page.read_text(), figures))


def main(arguments):
    chosen = options(arguments)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with open(FOLDER / "lock", "w") as lock:
        if not chosen.report and not chosen.list:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise SystemExit(f"Another benchmark is running in {FOLDER}.") from None
        return run(chosen)


def run(chosen):
    # Only in its own Python is there what these need.
    from contest import Contest
    from results import Results
    from tools import TOOLS

    if chosen.list:
        for tool in TOOLS:
            print(f"{tool.name:20} {tool.role:6} {', '.join(tool.engines):16} {tool.says}")
        return 0
    if chosen.report:
        publish(Results.read(chosen.report), docs=chosen.docs)
        return 0
    if chosen.smoke:
        own_tests()
    contest = Contest(chosen, REPOSITORY, FOLDER)
    contest.measure()
    publish(contest.results, contest.file.with_suffix(".md"), chosen.docs)
    return 1 if contest.results.rivet_failed() else 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    in_own_python()
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
