"""Who is measured: rivet in its forms, its peers in their best documented setting, the limits."""

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from measure import Command, execute

HERE = Path(__file__).resolve().parent
BOTH = ("postgres", "mysql")


@dataclass(frozen=True)
class Places:
    """Where the tools are."""

    python: Path
    jvm: Path
    native: Path
    rivet_yaml: str = ""

    @property
    def scripts(self):
        return self.python.parent

    def site(self, module, file):
        packages = next(self.python.parent.parent.glob("lib/python3*/site-packages"))
        return str(next((packages / module).glob(file)))

    @property
    def duckdb(self):
        return self.site("duckdb_cli", "duckdb")


@dataclass(frozen=True)
class Job:
    """One table to copy into `folder / "out"`, an empty folder."""

    places: Places
    server: object
    database: str
    table: object
    folder: Path

    @property
    def url(self):
        return self.server.url(self.database)

    @property
    def out(self):
        return self.folder / "out"


@dataclass(frozen=True)
class Tool:
    """`role` is limit, peer, rivet or mode; `start` only starts it, `missing` says why it cannot run.

    `before` is run unmeasured in the same folder; what is measured is the `share` of the rows then.
    """

    name: str
    role: str
    says: str
    command: object
    engines: tuple = BOTH
    start: object = None
    missing: object = lambda places: None
    before: object = lambda job: None
    share: float = 1.0


def _psql(job):
    return Command(("psql", "-X", "-q", job.url, "-c",
                    f"copy {job.table.name} to stdout (format binary)"))


def _drain(job):
    return Command((str(job.places.python), str(HERE / "drain.py"), "127.0.0.1",
                    str(job.server.port), "bench", job.database, job.table.name))


def _mysql(job):
    return Command((str(job.server.home / "bin/mysql"), "--no-defaults", "--quick", "--batch",
                    "--skip-column-names", "--host=127.0.0.1", f"--port={job.server.port}",
                    "--user=bench", "--ssl-mode=DISABLED", "-e",
                    f"select * from {job.table.name}", job.database),
                   (("MYSQL_PWD", "bench-pass"),))


def _duckdb(job, **options):
    module = f"{job.server.engine}_scanner"
    extension = job.places.site(
        f"duckdb_extension_{module}", f"extensions/*/{module}.duckdb_extension")
    database = "dbname" if job.server.engine == "postgres" else "database"
    address = {"host": "127.0.0.1", "port": job.server.port, "user": "bench",
               "password": "bench-pass", database: job.database, **options}
    source = " ".join(f"{key}={value}" for key, value in address.items())
    schema = "public" if job.server.engine == "postgres" else job.database
    return Command((job.places.duckdb, "-c", f"""
        load '{extension}';
        set preserve_insertion_order = false;
        attach '{source}' as source (type {job.server.engine}, read_only);
        copy source.{schema}.{job.table.name} to '{job.out}/data.parquet'
            (format parquet, compression zstd, compression_level 3);"""))


def _stream(job, peer):
    return Command((str(job.places.python), str(HERE / "streams.py"), peer,
                    job.url, job.table.name, f"{job.out}/data.parquet"))


_FAST = "tuning: {profile: fast}"


def _export(job, lines):
    return "\n".join([
        "source:", f"  type: {job.server.engine}", f'  url: "{job.url}"', "exports:",
        f"  - name: {job.table.name}", f"    table: {job.table.name}",
        "    format: parquet", *(f"    {line}" for line in lines),
        "    destination: {type: local, path: out}", ""])


def _reference(job, *lines):
    (job.folder / "rivet.yaml").write_text(_export(job, [*lines, "compression: zstd"]))
    return Command((str(job.places.scripts / "rivet"), "run", "-c", "rivet.yaml"))


def _rivet(job, form, profile, *more):
    lines = [*more, *job.places.rivet_yaml.splitlines()]
    if profile:
        lines.append(f"tuning: {{profile: {profile}}}")
    (job.folder / "rivet.yaml").write_text(_export(job, lines))
    program, environment = _forms(job.places)[form]
    return Command((program, "run", "-c", "rivet.yaml"), environment)


def _forms(places):
    launcher = str(places.jvm / "bin/rivet")
    cache = places.jvm / "lib/rivet.aot"
    # With AOTMode=on Java refuses a cache that does not fit; otherwise it would go on without.
    return {
        "native": (str(places.native), ()),
        "aot": (launcher, (("RIVET_JAVA_OPTS", f"-XX:AOTMode=on -XX:AOTCache={cache}"),)),
        "jvm": (launcher, (("RIVET_JAVA_OPTS", "-Xshare:auto"),)),
    }


def _missing_form(form):
    def missing(places):
        program, environment = _forms(places)[form]
        if not Path(program).exists():
            return f"{program} is not built"
        tried = subprocess.run([program, "--version"], capture_output=True, check=False,
                               env={**os.environ, **dict(environment)})
        return None if tried.returncode == 0 else f"no AOT cache that fits {places.jvm}"
    return missing


def _version(places, form):
    program, environment = _forms(places)[form]
    return Command((program, "--version"), environment)


def _rivets():
    for form, says in (("native", "native executable"), ("aot", "JVM with its AOT cache"),
                       ("jvm", "JVM")):
        for profile in ("fast", None):
            yield Tool(
                f"rivet-{form}" + ("" if profile else "-default"), "rivet",
                f"rivet, {says}, " + (f"`profile: {profile}`" if profile else "default profile"),
                lambda job, form=form, profile=profile: _rivet(job, form, profile),
                start=(lambda places, form=form: _version(places, form)) if profile else None,
                missing=_missing_form(form))
    yield Tool("rivet-native-compact", "rivet",
               "rivet, native executable, `profile: fast`, `encoding: compact`",
               lambda job: _rivet(job, "native", "fast", "parquet: {encoding: compact}"),
               missing=_missing_form("native"))


_MODES = {
    "chunked": ("`mode: chunked` by `id`, a million rows each",
                ("mode: chunked", "chunk_column: id", "chunk_size: 1000000")),
    "keyset": ("the same with `chunk_by_key` and `chunk_checkpoint`",
               ("mode: chunked", "chunk_by_key: id", "chunk_size: 1000000",
                "chunk_checkpoint: true")),
    "first": ("`mode: incremental` by `id`, first run", ("mode: incremental", "cursor_column: id")),
}


def _modes():
    for mode, (says, lines) in _MODES.items():
        yield Tool(f"rivet-native-{mode}", "mode", f"rivet, native executable, {says}",
                   lambda job, lines=lines: _rivet(job, "native", None, *lines),
                   missing=_missing_form("native"))
    yield Tool("rivet-native-next", "mode",
               "rivet, native executable, `mode: incremental`, the newest 1%",
               lambda job: _upto(job, job.table.rows), missing=_missing_form("native"),
               before=lambda job: _upto(job, job.table.rows - round(job.table.rows * 0.01)),
               share=0.01)


def _upto(job, key):
    """An incremental run of the rows that there are when the highest key is this."""
    command = _rivet(job, "native", None, "mode: incremental", "cursor_column: id")
    file = job.folder / "rivet.yaml"
    file.write_text(file.read_text().replace(
        f"    table: {job.table.name}",
        f'    query: "select * from {job.table.name} where id <= ${{TOP}}"'))
    return Command((*command.arguments, "-p", f"TOP={key}"), command.environment)


TOOLS = (
    Tool("psql", "limit", "`psql`, COPY BINARY to /dev/null", _psql, ("postgres",),
         start=lambda places: Command(("psql", "--version")),
         missing=lambda places: None if shutil.which("psql") else "no psql in the PATH"),
    Tool("drain", "limit", "the same without psql: its bytes, unread", _drain, ("postgres",),
         missing=lambda places: "psql is there" if shutil.which("psql") else None),
    Tool("mysql", "limit", "`mysql --quick` to /dev/null", _mysql, ("mysql",)),
    Tool("duckdb", "peer", "DuckDB 1.5.5 with its scanner extension", _duckdb,
         start=lambda places: Command((places.duckdb, "--version"))),
    Tool("duckdb-plain", "peer", "the same, `compression=disabled`",
         lambda job: _duckdb(job, compression="disabled"), ("mysql",)),
    Tool("reference-keyset", "peer", "rivet-cli 0.32.2, keyset, fast, parallel 2",
         lambda job: _reference(job, "mode: chunked", "chunk_by_key: id", "parallel: 2", _FAST),
         start=lambda places: Command((str(places.scripts / "rivet"), "--version"))),
    Tool("reference-fast", "peer", "rivet-cli, full, fast",
         lambda job: _reference(job, "mode: full", _FAST)),
    Tool("reference-default", "peer", "rivet-cli, full, its default",
         lambda job: _reference(job, "mode: full")),
    Tool("connectorx", "peer", "connectorx 0.4.6, stream, and pyarrow",
         lambda job: _stream(job, "connectorx")),
    Tool("adbc", "peer", "ADBC PostgreSQL 1.13.0 and pyarrow",
         lambda job: _stream(job, "adbc"), ("postgres",)),
    *_rivets(),
    *_modes(),
)


def start_times(places, tools):
    """Median seconds of `--version`, by tool, of ten rounds through all of them."""
    starts = {tool.name: (tool.start(places), []) for tool in tools if tool.start}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(10):
            for command, seconds in starts.values():
                seconds.append(execute(command, Path(folder), 60).wall)
    return {name: median(seconds) for name, (_, seconds) in starts.items()}
