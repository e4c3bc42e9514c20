"""Runs in, medians and ratios out: for the terminal and for docs/benchmark.md."""

from dataclasses import dataclass
from statistics import median

MARK = "<!-- figures: written by src/bench/bench.py --docs -->"
MEASURES = ("wall", "cpu", "server_cpu", "rss", "output_bytes", "connections",
            "longest_statement", "longest_transaction", "temp_bytes", "temp_tables", "others_cpu")


@dataclass
class Line:
    """One tool on one table: medians over its good runs, the worst of the harm."""

    tool: str
    role: str
    runs: int
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
    first = runs[0]
    line = Line(first["tool"], first["role"], len(good), len(runs) - len(good), first["rows"])
    if good:
        worst = ("connections", "longest_statement", "longest_transaction", "temp_bytes",
                 "temp_tables", "rss")
        for name in MEASURES:
            values = [run[name] for run in good]
            setattr(line, name, max(values) if name in worst else median(values))
        walls = [run["wall"] for run in good]
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


HEAD = ("tool", "wall s", "±", "× leader", "× limit", "rows/s", "CPU", "server", "RSS MB",
        "file MB", "conn.", "stmt s", "trans. s", "temp MB", "types lost")


def _number(value, digits=2):
    return "–" if value is None else f"{value:,.{digits}f}"


def _row(line):
    if not line.runs:
        return [line.tool, "failed"] + [""] * (len(HEAD) - 2)
    lost = "" if line.role == "limit" else str(len(line.lost))
    if line.differing:
        lost += f", {len(line.differing)} differ"
    if line.failed:
        lost += f", {line.failed} runs failed"
    return [line.tool, _number(line.wall), f"{line.spread:.0%}" if line.runs > 1 else "–",
            _number(line.to_leader),
            _number(line.to_limit), f"{line.rows / line.wall:,.0f}", _number(line.cpu),
            _number(line.server_cpu), _number(line.rss / 2**20, 0),
            "" if line.role == "limit" else _number(line.output_bytes / 1e6, 1),
            _number(line.connections, 0), _number(line.longest_statement),
            _number(line.longest_transaction), _number(line.temp_bytes / 2**20, 1), lost]


def _title(cell, lines):
    engine, table, scale = cell
    name = {"postgres": "PostgreSQL", "mysql": "MySQL"}[engine]
    disturbed = max((line.others_cpu / line.wall for line in lines if line.runs), default=0)
    return (f"{name}, {table}, {lines[0].rows:,} rows"
            + (f" (scale {scale:g})" if scale != 1 else "")
            + f"; others took up to {disturbed:.2f} cores")


def terminal(runs):
    """A table for each cell, columns aligned."""
    parts = []
    for cell, lines in cells(runs).items():
        rows = [list(HEAD), *map(_row, lines)]
        widths = [max(len(row[at]) for row in rows) for at in range(len(HEAD))]
        parts.append("\n" + _title(cell, lines))
        for row in rows:
            parts.append("  ".join(
                text.ljust(width) if at in (0, len(HEAD) - 1) else text.rjust(width)
                for at, (text, width) in enumerate(zip(row, widths))).rstrip())
    return "\n".join(parts)


def markdown(session, runs, starts, aims):
    """The figures of docs/benchmark.md."""
    parts = [f"Measured {session['when']} on {session['machine']}, {session['rounds']} rounds; "
             f"{session['servers']}; rivet at `{session['commit']}`.", ""]
    for cell, lines in cells(runs).items():
        parts += [f"### {_title(cell, lines)}", "", _table(HEAD, map(_row, lines)), ""]
        notes = [f"* {line.tool}: " + "; ".join(
            (["types " + ", ".join(f"`{lost}`" for lost in line.lost)] if line.lost else [])
            + (["values of " + ", ".join(line.differing)] if line.differing else []))
            for line in lines if line.lost or line.differing]
        if notes:
            parts += ["Lost or changed:", "", *notes, ""]
    if starts:
        parts += ["### Start, `--version`, median", "", _table(
            ("tool", "ms"), [(tool, f"{1000 * s:,.0f}") for tool, s in starts.items()]), ""]
    if aims:
        parts += ["### Aims", "", _table(("aim", "wanted", "found", ""), aims), ""]
    return "\n".join(parts)


def _table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def into_page(page, figures):
    """The page with everything after the mark replaced."""
    if MARK not in page:
        raise ValueError(f"the page has no line {MARK}")
    return page[:page.index(MARK)] + MARK + "\n\n" + figures.rstrip() + "\n"
