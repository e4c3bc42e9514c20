"""Medians of the runs of each tool on each table, and their ratios to the leader and the limit."""

from dataclasses import dataclass
from statistics import median

from measure import CALM

MEASURES = ("wall", "cpu", "server_cpu", "output_bytes", "others_cpu")
WORST = ("rss", "connections", "longest_statement", "longest_transaction", "temp_bytes",
         "temp_tables", "rows_read")


@dataclass
class Line:
    """One tool on one table: medians over its calm runs, the worst of the harm over all.

    If others disturbed every run, then all of them count: `calm` tells.
    """

    tool: str
    role: str
    runs: int
    calm: int
    failed: int
    rows: int
    wall: float = 0
    spread: float = 0
    cpu: float = 0
    server_cpu: float = 0
    rss: float = 0
    output_bytes: float = 0
    connections: float = 0
    longest_statement: float = 0
    longest_transaction: float = 0
    temp_bytes: float = 0
    temp_tables: float = 0
    rows_read: float = 0
    others_cpu: float = 0
    to_leader: float | None = None
    to_limit: float | None = None
    lost: tuple = ()
    differing: tuple = ()


def cells(runs):
    """(engine, table, scale) -> lines, in the order in which they came."""
    found = {}
    for run in runs:
        tools = found.setdefault((run["engine"], run["table"], run["scale"]), {})
        tools.setdefault(run["tool"], []).append(run)
    return {cell: _compared([_line(same) for same in tools.values()])
            for cell, tools in found.items()}


def _line(runs):
    good = [run for run in runs if run["code"] == 0]
    calm = [run for run in good if run["others_cpu"] <= CALM * run["wall"]]
    first = runs[0]
    line = Line(first["tool"], first["role"], len(good), len(calm), len(runs) - len(good),
                first["rows"])
    if good:
        for name in MEASURES:
            setattr(line, name, median(run[name] for run in calm or good))
        for name in WORST:
            setattr(line, name, max(run[name] for run in good))
        walls = [run["wall"] for run in calm or good]
        line.spread = (max(walls) - min(walls)) / line.wall
        line.lost = tuple(sorted({lost for run in good for lost in run["lost"]}))
        line.differing = tuple(sorted({name for run in good for name in run["differing"]}))
    return line


def leader(lines):
    """The fastest peer."""
    peers = [line for line in lines if line.role == "peer" and line.runs]
    return min(peers, key=lambda line: line.wall, default=None)


def _compared(lines):
    first = leader(lines)
    limit = next((line for line in lines if line.role == "limit" and line.runs), None)
    for line in lines:
        if line.runs:
            line.to_leader = line.wall / first.wall if first else None
            line.to_limit = line.wall / limit.wall if limit else None
    return lines
