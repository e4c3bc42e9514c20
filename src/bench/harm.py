"""What a run does to its source: statements, transactions, connections, temporary storage.

Each watch has a connection of its own, as another user than the tools, and is asked every 20 ms.
"""

from dataclasses import dataclass


@dataclass
class Harm:
    connections: int = 0
    longest_statement: float = 0.0
    longest_transaction: float = 0.0
    temp_bytes: int = 0
    temp_tables: int = 0
    rows_read: int = 0


class PostgresWatch:
    """Sees statements and transactions at each look: their length is known to about 20 ms."""

    LOOK = """
        select count(*),
          max(extract(epoch from clock_timestamp() - query_start)) filter (where state = 'active'),
          max(extract(epoch from clock_timestamp() - xact_start))
        from pg_stat_activity
        where usename = 'bench' and backend_type in ('client backend', 'parallel worker')"""

    def __init__(self, server, database):
        self.connection = server.connect(database)
        self.task = self.connection.info.backend_pid
        self.harm, self.temp_before, self.read_before = Harm(), 0, 0

    def start(self):
        self.harm = Harm()
        self.temp_before, self.read_before = self._temp_bytes(), self._rows_read()

    def look(self):
        count, statement, transaction = self.connection.execute(self.LOOK).fetchone()
        harm = self.harm
        harm.connections = max(harm.connections, count)
        harm.longest_statement = max(harm.longest_statement, float(statement or 0))
        harm.longest_transaction = max(harm.longest_transaction, float(transaction or 0))
        return count

    def finish(self):
        self.harm.temp_bytes = self._temp_bytes() - self.temp_before
        self.harm.rows_read = self._rows_read() - self.read_before
        return self.harm

    def close(self):
        self.connection.close()

    def _temp_bytes(self):
        return int(self.connection.execute(
            "select sum(temp_bytes) from pg_stat_database").fetchone()[0])

    def _rows_read(self):
        """By backends that have ended: they tell before they go."""
        return int(self.connection.execute(
            "select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) "
            "from pg_stat_user_tables").fetchone()[0] or 0)


class MySqlWatch:
    """Counts connections at each look; the rest is the server's own account, which is exact."""

    LOOK = "select count(*) from performance_schema.threads where processlist_user = 'bench'"
    STATEMENTS = """
        select coalesce(max(max_timer_wait), 0) / 1e12, sum(sum_created_tmp_disk_tables),
          sum(sum_rows_examined)
        from performance_schema.events_statements_summary_by_user_by_event_name
        where user = 'bench'"""
    TRANSACTIONS = """
        select coalesce(max(max_timer_wait), 0) / 1e12
        from performance_schema.events_transactions_summary_by_user_by_event_name
        where user = 'bench'"""
    TEMP = """
        select sum(high_number_of_bytes_used), sum(current_number_of_bytes_used)
        from performance_schema.memory_summary_global_by_event_name
        where event_name like 'memory/temptable/%'"""
    SESSIONS = """
        select coalesce(sum(size), 0) from information_schema.innodb_session_temp_tablespaces
        where state = 'ACTIVE'"""
    RESET = ("events_statements_summary_by_user_by_event_name",
             "events_transactions_summary_by_user_by_event_name",
             "memory_summary_global_by_event_name")

    def __init__(self, server, database):
        self.connection = server.connect(database)
        self.cursor = self.connection.cursor()
        self.task = int(self._row(
            "select thread_os_id from performance_schema.threads "
            "where processlist_id = connection_id()")[0])
        self.harm, self.temp_before, self.spilled, self.looks = Harm(), 0, 0, 0

    def start(self):
        self.harm, self.spilled, self.looks = Harm(), 0, 0
        for summary in self.RESET:
            self.cursor.execute(f"truncate performance_schema.{summary}")
        self.temp_before = int(self._row(self.TEMP)[1])

    def look(self):
        count = int(self._row(self.LOOK)[0])
        self.harm.connections = max(self.harm.connections, count)
        self.looks += 1
        if self.looks % 5 == 0:
            self.spilled = max(self.spilled, int(self._row(self.SESSIONS)[0]))
        return count

    def finish(self):
        harm = self.harm
        statement, tables, read = self._row(self.STATEMENTS)
        harm.longest_statement, harm.temp_tables = float(statement), int(tables or 0)
        harm.rows_read = int(read or 0)
        harm.longest_transaction = float(self._row(self.TRANSACTIONS)[0])
        high = int(self._row(self.TEMP)[0])
        harm.temp_bytes = max(0, high - self.temp_before) + self.spilled
        return harm

    def close(self):
        self.connection.close()

    def _row(self, sql):
        self.cursor.execute(sql)
        return self.cursor.fetchone()


WATCHES = {"postgres": PostgresWatch, "mysql": MySqlWatch}
