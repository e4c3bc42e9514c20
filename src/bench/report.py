"""Results as text: for the terminal and for docs/benchmark.md."""

from aims import judged
from medians import cells

MARK = "<!-- figures: written by src/bench/bench.py --docs -->"
HEAD = ("tool", "calm runs", "wall s", "±", "× leader", "× limit", "rows/s", "CPU s",
        "server CPU s", "RSS MiB", "file MB", "conn.", "stmt s", "trans. s", "temp MiB",
        "rows read", "types lost")


def _number(value, digits=2):
    return "–" if value is None else f"{value:,.{digits}f}"


def _row(line):
    if not line.runs:
        return [line.tool, "failed", *[""] * (len(HEAD) - 2)]
    lost = "" if line.role == "limit" else str(len(line.lost))
    if line.differing:
        lost += f", {len(line.differing)} differ"
    if line.failed:
        lost += f", {line.failed} runs failed"
    return [line.tool, f"{line.calm} of {line.runs}", _number(line.wall),
            f"{line.spread:.0%}" if line.runs > 1 else "–", _number(line.to_leader),
            _number(line.to_limit), f"{line.rows / line.wall:,.0f}", _number(line.cpu),
            _number(line.server_cpu), _number(line.rss / 2**20, 0),
            "" if line.role == "limit" else _number(line.output_bytes / 1e6, 1),
            _number(line.connections, 0), _number(line.longest_statement),
            _number(line.longest_transaction), _number(line.temp_bytes / 2**20, 1),
            f"{line.rows_read / line.rows:.2f}×", lost]


def _title(cell, lines):
    engine, table, _ = cell
    name = {"postgres": "PostgreSQL", "mysql": "MySQL"}[engine]
    return f"{name}, {table}, {lines[0].rows:,} rows"


def terminal(results):
    """A table for each cell, columns aligned; then the aims."""
    parts = []
    for cell, lines in cells(results.runs).items():
        parts += ["", _title(cell, lines), *_aligned([HEAD, *map(_row, lines)])]
    wanted = judged(results.runs, results.starts)
    if wanted:
        parts += ["", "Aims", *_aligned([("", "what", "wanted", "found"), *(
            (verdict, what, most, found) for what, most, found, verdict in wanted)])]
    return "\n".join(parts)


def _aligned(rows):
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(text.rjust(width) if _is_number(text) else text.ljust(width)
                        for text, width in zip(row, widths)).rstrip()


def _is_number(text):
    return text[:1].isdigit() or text == "–"


def markdown(results):
    """The figures of docs/benchmark.md."""
    parts = [*map(_said, results.facts), ""]
    found = cells(results.runs)
    if any(line.runs and not line.calm for lines in found.values() for line in lines):
        parts += ["**Preliminary**: other work disturbed every run of some tools: 0 calm runs.", ""]
    for cell, lines in found.items():
        parts += [f"### {_title(cell, lines)}", "", _table(HEAD, map(_row, lines)), ""]
        notes = [f"* {line.tool}: {'; '.join(_changes(line))}" for line in lines if _changes(line)]
        if notes:
            parts += ["Lost or changed:", "", *notes, ""]
    if results.starts:
        rows = [(tool, f"{1000 * seconds:,.0f}") for tool, seconds in results.starts.items()]
        parts += ["### Start", "", _table(("`--version`, median", "ms"), rows), ""]
    wanted = judged(results.runs, results.starts)
    if wanted:
        parts += ["### Aims", "", _table(("aim", "wanted", "found", ""), wanted), ""]
    return "\n".join(parts)


def _said(facts):
    return (f"{facts['when']}, {facts['machine']}; {' and '.join(facts['servers'])}; "
            f"rounds: {facts['rounds']}; rivet at `{facts['commit']}`.")


def _changes(line):
    lost = ["types " + ", ".join(f"`{lost}`" for lost in line.lost)] if line.lost else []
    return lost + (["values of " + ", ".join(line.differing)] if line.differing else [])


def _table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def into_page(page, figures):
    """The page with everything after the mark replaced."""
    if MARK not in page:
        raise ValueError(f"the page has no line {MARK}")
    return page[:page.index(MARK)] + MARK + "\n\n" + figures.rstrip() + "\n"
