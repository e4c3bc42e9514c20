"""What rivet wants to be, as ratios within one run, and whether it is."""

from medians import cells, leader

DUCKDB, KEYSET = ("duckdb",), ("reference-keyset",)
# engine, table, whom to beat (nobody named: the fastest peer), ratio for the native form
WALL = (
    ("postgres", "wide", DUCKDB, 0.65), ("postgres", "narrow", DUCKDB, 0.65),
    ("postgres", "heavy", KEYSET, 0.6),
    ("mysql", "wide", (), 0.45), ("mysql", "narrow", (), 0.9), ("mysql", "heavy", (), 0.65),
)
# In files that every reader knows, and in rivet's best setting, as the peers run in theirs.
NATIVE = ("rivet-native", "rivet-native-compact")
# MySQL lends a megabyte to each connection that asks its catalog; that is no spill.
CATALOG = 8 * 2**20
JVM, CPU, CALM, GROWTH = 0.85, 0.5, 1.3, 1.1
MODE, READ = 1.15, 1.2
STATEMENT, START, MEMORY = 0.5, 0.02, 160 * 10**6


def _verdict(what, wanted, found, met):
    return (what, wanted, found, "met" if met else "missed")


def judged(runs, starts):
    """Rows of aim, wanted, found and verdict; what was not measured is left out."""
    found = cells(runs)
    return [*(row for cell, lines in found.items() for row in _of_cell(cell, lines)),
            *_growth(found),
            *(_verdict(f"{tool}, start", "≤ 20 ms", f"{1000 * seconds:.0f} ms", seconds <= START)
              for tool, seconds in starts.items() if tool == "rivet-native")]


def _growth(found):
    """Memory on the long tables against that on the usual ones."""
    for (engine, table, scale), lines in found.items():
        usual = {line.tool: line for line in found.get((engine, table, 1), ()) if line.runs}
        for line in lines:
            if scale > 1 and line.role == "rivet" and line.runs and line.tool in usual:
                yield _ratio(f"{engine} {table}: {line.tool}, memory ×{scale:g} to ×1",
                             line.rss, usual[line.tool].rss, GROWTH)


def _of_cell(cell, lines):
    engine, table, scale = cell
    good = {line.tool: line for line in lines if line.runs}
    name = f"{engine} {table}" + (f" ×{scale:g}" if scale != 1 else "")
    first = leader(lines)
    rivets = [line for line in lines if line.role == "rivet" and line.runs]
    if first and scale == 1:
        yield from _ratios(name, engine, table, good, first)
    for line in lines:
        if line.role == "mode" and line.runs:
            yield from _of_mode(name, line, good.get("rivet-native-default"))
        if line.role in ("rivet", "mode") and line.failed:
            yield _verdict(f"{name}: {line.tool}, failed runs", "none", str(line.failed), False)
    for line in rivets:
        fast = good.get(line.tool.removesuffix("-default"))
        if fast and fast is not line:
            yield _ratio(f"{name}: {line.tool} to its fast", line.wall, fast.wall, CALM)
        yield _verdict(f"{name}: {line.tool}, longest statement", f"< {STATEMENT} s",
                       f"{line.longest_statement:.2f} s", line.longest_statement < STATEMENT)
        yield _verdict(f"{name}: {line.tool}, temporary storage", "no spill",
                       f"{line.temp_bytes / 2**20:.1f} MiB, {line.temp_tables:.0f} on disk",
                       line.temp_bytes <= CATALOG and not line.temp_tables)
        if line.tool.startswith("rivet-native"):
            yield _verdict(f"{name}: {line.tool}, memory", "≤ 160 MB",
                           f"{line.rss / 10**6:.0f} MB", line.rss <= MEMORY)


def _of_mode(name, line, full):
    """A mode that reads everything costs what full mode does; one that reads little, reads little."""
    if line.tool == "rivet-native-next":
        yield _ratio(f"{name}: {line.tool}, rows read to rows delivered",
                     line.rows_read, line.rows, READ)
    elif full:
        yield _ratio(f"{name}: {line.tool} to full, wall", line.wall, full.wall, MODE)
        yield _ratio(f"{name}: {line.tool} to full, memory", line.rss, full.rss, GROWTH)


def _ratio(what, ours, theirs, most):
    return _verdict(what, f"≤ {most:g}×", f"{ours / theirs:.2f}×", ours <= most * theirs)


def _ratios(name, engine, table, good, first):
    whom, most = next(
        (names, ratio) for of, on, names, ratio in WALL if (of, on) == (engine, table))
    rival = next((good[peer] for peer in whom if peer in good), first)
    for tool in NATIVE:
        if tool in good:
            native = good[tool]
            yield _ratio(f"{name}: {tool} to {rival.tool}, wall", native.wall, rival.wall, most)
            yield _ratio(f"{name}: {tool} to {first.tool}, CPU", native.cpu, first.cpu, CPU)
    jvm = good.get("rivet-aot") or good.get("rivet-jvm")
    if jvm:
        yield _ratio(f"{name}: {jvm.tool} to {first.tool}, wall", jvm.wall, first.wall, JVM)
