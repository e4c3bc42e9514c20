"""Every tool on every table of every engine, in rounds; each run is a line of JSON."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import verify
from harm import WATCHES
from measure import await_calm, execute, measure
from results import Results
from servers import SERVERS
from tables import TABLES, create, slices
from tools import TOOLS, Job, Places, start_times


class Contest:
    """One call of the benchmark: who is measured on what, and where its lines go."""

    def __init__(self, chosen, repository, folder):
        self.chosen, self.folder, self.results = chosen, folder, Results()
        for left in (*folder.glob("run-*"), *folder.glob("fill-*")):
            shutil.rmtree(left)
        self.servers = [SERVERS[engine](chosen.servers, folder) for engine in chosen.engines]
        self.places = Places(Path(sys.executable), chosen.jvm.resolve(), chosen.native.resolve(),
                             chosen.rivet_yaml)
        self.tools = [tool for tool in self._asked() if self._can_run(tool)]
        chosen.results.mkdir(parents=True, exist_ok=True)
        self.file = chosen.results / f"{time.strftime('%Y%m%dT%H%M%S')}.jsonl"
        self._note("facts", {**self._facts(repository),
                             "starts": start_times(self.places, self.tools)})

    def _note(self, kind, line):
        self.results.add(kind, line)
        with self.file.open("a") as file:
            file.write(json.dumps({"kind": kind, **line}) + "\n")

    def _asked(self):
        asked = set(self.chosen.tools)
        unknown = asked.difference(*((tool.name, tool.role) for tool in TOOLS))
        if unknown:
            raise SystemExit(f"Unknown tools: {', '.join(sorted(unknown))}; see --list")
        return [tool for tool in TOOLS if asked & {tool.role, tool.name}
                and set(tool.engines) & set(self.chosen.engines)]

    def _can_run(self, tool):
        reason = tool.missing(self.places)
        if reason:
            print(f"Left out: {tool.name}: {reason}")
        return not reason

    def _facts(self, repository):
        commit = subprocess.run(["git", "-C", repository, "describe", "--always", "--dirty"],
                                capture_output=True, text=True, check=False).stdout.strip()
        processors = Path("/proc/cpuinfo").read_text().splitlines()
        model = next((line.split(":", 1)[1].strip() for line in processors
                      if line.startswith("model name")), os.uname().machine)
        return {"when": time.strftime("%Y-%m-%d"), "machine": f"{os.cpu_count()} cores of {model}",
                "servers": [f"{server.name} {server.version}" for server in self.servers],
                "commit": commit or "unknown", "rounds": self.chosen.rounds}

    def measure(self):
        for server in self.servers:
            with server:
                for scale in self.chosen.scale:
                    database = "bench_" + f"{scale:g}".replace(".", "_")
                    server.prepare(database)
                    for name in self.chosen.tables:
                        self._table(server, database, TABLES[name].scaled(scale), scale)

    def _table(self, server, database, table, scale):
        sums = self._filled(server, database, table, scale)
        columns = ", ".join(column.name for column in table.columns)
        # Reads everything once, so that the first tool finds the caches as warm as the others.
        server.ask(database, f"select max(length(concat({columns}))) from {table.name}")
        tools = [tool for tool in self.tools if server.engine in tool.engines]
        with contextlib.closing(WATCHES[server.engine](server, database)) as watch:
            for turn in range(self.chosen.rounds):
                # Each round begins with another tool: none always follows the same one.
                first = turn % max(1, len(tools))
                for tool in tools[first:] + tools[:first]:
                    with tempfile.TemporaryDirectory(dir=self.folder, prefix="run-") as folder:
                        job = Job(self.places, server, database, table, Path(folder))
                        self._run(tool, job, watch, sums, scale, turn)

    def _filled(self, server, database, table, scale):
        """The checksums of the table, which is filled first unless it is there already."""
        known = self.folder / "tables" / f"{server.data.name}-{database}-{table.name}.json"
        if known.exists():
            kept = json.loads(known.read_text())
            if kept["table"] == table.fingerprint():
                return kept["sums"]
        if shutil.disk_usage(self.folder).free < 5e9 * max(1, scale):
            raise SystemExit(f"Too little room in {self.folder} for {table.rows:,} rows.")
        print(f"Filling {server.engine} {table.name}: {table.rows:,} rows", flush=True)
        known.parent.mkdir(exist_ok=True)
        known.unlink(missing_ok=True)
        with tempfile.TemporaryDirectory(dir=self.folder, prefix="fill-") as folder:
            server.fill(database, table.name, create(table, server.engine),
                        slices(table, server.engine, self.places.duckdb, f"{folder}/slice.csv"))
        sums = verify.of_database(server, database, table)
        known.write_text(json.dumps({"table": table.fingerprint(), "sums": sums}))
        return sums

    def _run(self, tool, job, watch, sums, scale, turn):
        job.out.mkdir()
        deadline = 300 * max(1.0, scale)
        earlier = tool.before(job)
        if earlier:
            execute(earlier, job.folder, deadline)
        command = tool.command(job)
        await_calm(self.chosen.patience)
        run = {"engine": job.server.engine, "table": job.table.name, "scale": scale,
               "rows": round(job.table.rows * tool.share), "tool": tool.name, "role": tool.role, "round": turn,
               **measure(command, job.folder, deadline, job.server, watch),
               "output_bytes": 0, "files": 0, "lost": [], "differing": []}
        if run["code"] != 0:
            run["error"] = (job.folder / "stderr.txt").read_text(errors="replace")[-2000:]
        elif tool.role != "limit":
            run.update(self._output(job, sums, turn == 0))
        self._note("runs", run)
        print(f"{run['engine']:8} {run['table']:6} {turn + 1}/{self.chosen.rounds} "
              f"{tool.name:20} {run['wall']:7.2f} s{_remarks(run)}", flush=True)

    def _output(self, job, sums, whole):
        """Size and rows of what was written; `whole` compares every value with the source."""
        files = list(job.out.rglob("*.parquet"))
        written = verify.Files(self.places.duckdb, f"{job.out}/**/*.parquet", job.table)
        found = {"files": len(files), "output_bytes": sum(file.stat().st_size for file in files)}
        try:
            rows = written.rows() if files else 0
            if rows != job.table.rows:
                return {**found, "code": -1, "error": f"{rows} rows of {job.table.rows}"}
            if whole:
                found["lost"] = written.lost_types(job.server.engine)
                found["differing"] = written.differing(sums)
        except ValueError as refused:
            return {**found, "code": -1, "error": f"DuckDB cannot read it: {refused}"}
        return found


def _remarks(run):
    if run["code"] != 0:
        return "  FAILED: " + (run["error"].strip().splitlines() or ["without a word"])[-1]
    return "  values differ: " + ", ".join(run["differing"]) if run["differing"] else ""
