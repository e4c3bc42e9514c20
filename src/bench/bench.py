#!/usr/bin/env python3
"""Measures rivet against its peers on servers of its own; see docs/benchmark.md.

    ./mvnw -Pbench                                    everything
    ./mvnw -Pbench -Dbench.args="--tables narrow --tools rivet,duckdb --rounds 3"
    src/bench/bench.py --scale 0.001 --tools rivet,duckdb --rounds 1     a smoke run
"""

import argparse
import contextlib
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
CACHE = Path.home() / ".cache/rivet"
FOLDER = CACHE / "bench"
PYTHON = FOLDER / "python/bin/python"


def options(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    listed = {"type": lambda text: text.split(","), "metavar": "A,B"}
    parser.add_argument("--engines", default=["postgres", "mysql"], **listed)
    parser.add_argument("--tables", default=["wide", "narrow", "heavy"], **listed)
    parser.add_argument("--tools", default=["all"], **listed,
                        help="names, or all, rivet, peer, limit; see --list")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--scale", type=float, default=1.0, help="times the usual rows")
    parser.add_argument("--servers", type=Path, default=CACHE / "test-servers",
                        help="folder of the servers' archives")
    parser.add_argument("--jvm", type=Path, default=REPOSITORY / "target/rivet-jvm")
    parser.add_argument("--native", type=Path, default=REPOSITORY / "target/rivet")
    parser.add_argument("--rivet-yaml", default="", metavar="LINES",
                        help="further keys of rivet's export, such as 'compression: snappy'")
    parser.add_argument("--results", type=Path, default=FOLDER / "results",
                        help="where the lines of JSON and the report go")
    parser.add_argument("--report", type=Path, nargs="+", metavar="JSONL",
                        help="measure nothing; report on these files of earlier runs")
    parser.add_argument("--docs", action="store_true", help="put the figures into docs/benchmark.md")
    parser.add_argument("--list", action="store_true", help="say what can be measured, and end")
    return parser.parse_args(arguments)


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


class Session:
    """One call of the benchmark: what is measured on what, and where its lines go."""

    def __init__(self, chosen):
        from servers import SERVERS
        self.chosen, self.started = chosen, time.strftime("%Y%m%dT%H%M%S")
        mysql = SERVERS["mysql"](chosen.servers, FOLDER) if "mysql" in chosen.engines else None
        from tools import Places
        self.places = Places(PYTHON, chosen.jvm.resolve(), chosen.native.resolve(),
                             mysql.home / "bin/mysql" if mysql else Path(), chosen.rivet_yaml)
        self.runs, self.starts, self.versions = [], {}, []
        chosen.results.mkdir(parents=True, exist_ok=True)
        self.file = chosen.results / f"{self.started}.jsonl"

    def note(self, kind, **line):
        with self.file.open("a") as file:
            file.write(json.dumps({"kind": kind, **line}) + "\n")

    def tools(self):
        """Those asked for that can run here; says why the others cannot."""
        from tools import TOOLS
        asked = set(self.chosen.tools)
        known = {tool.name for tool in TOOLS} | {"all", "rivet", "peer", "limit"}
        if asked - known:
            raise SystemExit(f"Unknown tools: {', '.join(sorted(asked - known))}; see --list")
        found = []
        for tool in TOOLS:
            if asked & {"all", tool.role, tool.name}:
                reason = tool.missing(self.places)
                if reason:
                    print(f"Left out: {tool.name}: {reason}")
                else:
                    found.append(tool)
        return found

    def measure(self):
        from tools import start_times
        tools = self.tools()
        self.starts = start_times(self.places, tools)
        for engine in self.chosen.engines:
            self._engine(engine, [tool for tool in tools if engine in tool.engines])
        self.note("session", starts=self.starts, **self.facts())

    def facts(self):
        commit = subprocess.run(["git", "-C", REPOSITORY, "describe", "--always", "--dirty"],
                                capture_output=True, text=True, check=False).stdout.strip()
        model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo")
                      if line.startswith("model name")), os.uname().machine)
        return {"when": time.strftime("%Y-%m-%d"), "machine": f"{os.cpu_count()} cores of {model}",
                "rounds": self.chosen.rounds, "servers": " and ".join(self.versions),
                "commit": commit or "unknown"}

    def _engine(self, engine, tools):
        from harm import WATCHES
        from servers import SERVERS
        from tables import TABLES
        database = "bench_" + f"{self.chosen.scale:g}".replace(".", "_")
        with SERVERS[engine](self.chosen.servers, FOLDER) as server:
            self.versions.append(f"{engine} {server.version}")
            server.prepare(database)
            for name in self.chosen.tables:
                table = TABLES[name].scaled(self.chosen.scale)
                sums = self._filled(server, database, table)
                with contextlib.closing(WATCHES[engine](server, database)) as watch:
                    self._rounds(server, database, table, tools, watch, sums)

    def _filled(self, server, database, table):
        """The checksums of the table, which is filled first unless it is there already."""
        from tables import create, slices
        import verify
        known = FOLDER / "tables" / f"{server.data.name}-{database}-{table.name}.json"
        if known.exists():
            kept = json.loads(known.read_text())
            if kept["table"] == table.fingerprint():
                return kept["sums"]
        print(f"Filling {server.engine} {table.name}: {table.rows:,} rows", flush=True)
        known.parent.mkdir(exist_ok=True)
        known.unlink(missing_ok=True)
        with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
            server.fill(database, table.name, create(table, server.engine),
                        slices(table, server.engine, self.places.duckdb, f"{folder}/slice.csv"))
        sums = verify.of_database(server, database, table)
        known.write_text(json.dumps({"table": table.fingerprint(), "sums": sums}))
        return sums

    def _rounds(self, server, database, table, tools, watch, sums):
        columns = ", ".join(column.name for column in table.columns)
        # Reads everything once, so that the first tool finds the caches as warm as the others.
        server.ask(database, f"select max(length(concat({columns}))) from {table.name}")
        for turn in range(self.chosen.rounds):
            # Each round begins with another tool, so that none always follows the same one.
            first = turn % max(1, len(tools))
            for tool in tools[first:] + tools[:first]:
                self._run(server, database, table, tool, watch, sums, turn)

    def _run(self, server, database, table, tool, watch, sums, turn):
        from measure import measure
        from tools import Job
        with tempfile.TemporaryDirectory(dir=FOLDER, prefix="run-") as folder:
            job = Job(self.places, server, database, table, Path(folder))
            job.out.mkdir()
            deadline = 300 * max(1.0, self.chosen.scale)
            run = measure(tool.command(job), job.folder, deadline, server, watch)
            run = {"engine": server.engine, "table": table.name, "scale": self.chosen.scale,
                   "rows": table.rows, "tool": tool.name, "role": tool.role, "round": turn,
                   **run, **self._output(job, tool, sums, turn == 0 and run["code"] == 0)}
            if run["code"] != 0:
                run["error"] = (job.folder / "stderr.txt").read_text(errors="replace")[-2000:]
            elif run["rows_found"] not in (None, table.rows):
                run["code"], run["error"] = -1, f"{run['rows_found']} rows of {table.rows}"
        self.runs.append(run)
        self.note("run", **run)
        print(f"{server.engine:8} {table.name:6} {turn + 1}/{self.chosen.rounds} "
              f"{tool.name:20} {run['wall']:7.2f} s" + self._remarks(run), flush=True)

    @staticmethod
    def _remarks(run):
        if run["code"] != 0:
            return f"  FAILED: {run['error'].strip().splitlines()[-1:]}"
        return "  values differ: " + ", ".join(run["differing"]) if run["differing"] else ""

    def _output(self, job, tool, sums, whole):
        """Size and rows of what was written; compared with the source when `whole`."""
        import verify
        found = {"output_bytes": 0, "files": 0, "rows_found": None, "lost": [], "differing": []}
        files = list(job.out.rglob("*.parquet"))
        if tool.role == "limit" or not files:
            return found if tool.role == "limit" else {**found, "rows_found": 0}
        pattern = f"{job.out}/**/*.parquet"
        duckdb = self.places.duckdb
        found["files"] = len(files)
        found["output_bytes"] = sum(file.stat().st_size for file in files)
        try:
            found["rows_found"] = verify.rows_of(duckdb, pattern)
            if whole:
                types = verify.types_of(duckdb, pattern)
                found["lost"] = verify.lost_types(job.table, job.server.engine, types)
                found["differing"] = verify.differing(
                    job.table, sums, verify.of_files(duckdb, pattern, job.table, types))
        except ValueError as refused:
            found.update(rows_found=0, lost=[f"unreadable: {refused}"])
        return found


def earlier(files):
    """The runs, starts and facts of files that earlier sessions wrote."""
    runs, starts, sessions = [], {}, []
    for file in files:
        for text in file.read_text().splitlines():
            line = json.loads(text)
            if line["kind"] == "run":
                runs.append(line)
            else:
                sessions.append(line)
                starts.update(line["starts"])
    if not runs or not sessions:
        raise SystemExit("No finished session in these files.")
    servers = dict.fromkeys(name for one in sessions for name in one["servers"].split(" and "))
    return runs, starts, {**sessions[-1], "servers": " and ".join(servers)}


def publish(runs, starts, facts, report_file, docs):
    import report
    from aims import judged
    aims = judged(runs, starts)
    print(report.terminal(runs))
    if aims:
        print("\nAims")
        for what, wanted, found, verdict in aims:
            print(f"  {verdict:7} {what}: {found} (wanted {wanted})")
    figures = report.markdown(facts, runs, starts, aims)
    if report_file:
        report_file.write_text(figures)
        print(f"\n{report_file}")
    if docs:
        page = REPOSITORY / "docs/benchmark.md"
        page.write_text(report.into_page(page.read_text(), figures))


def main(arguments):
    chosen = options(arguments)
    FOLDER.mkdir(parents=True, exist_ok=True)
    in_own_python()
    if chosen.list:
        from tools import TOOLS
        for tool in TOOLS:
            print(f"{tool.name:22} {tool.role:6} {', '.join(tool.engines):16} {tool.says}")
        return 0
    if chosen.report:
        runs, starts, facts = earlier(chosen.report)
        publish(runs, starts, facts, None, chosen.docs)
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with open(FOLDER / "lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit(f"Another benchmark is running in {FOLDER}.") from None
        session = Session(chosen)
        session.measure()
        print(session.file)
        publish(session.runs, session.starts, session.facts(),
                session.file.with_suffix(".md"), chosen.docs)
    return 1 if any(run["code"] or run["differing"] for run in session.runs
                    if run["role"] == "rivet") else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
