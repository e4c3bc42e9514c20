"""Tests of what the benchmark concludes; run by bench.py --smoke."""

import unittest

import aims
import report
from medians import cells
from results import Results
from tables import TABLES, WIDE, create
from verify import kept

RUN = {"engine": "postgres", "table": "wide", "scale": 1, "rows": 1000, "round": 0, "code": 0,
       "wall": 2.0, "cpu": 1.0, "server_cpu": 1.0, "others_cpu": 0.0, "rss": 100 * 2**20,
       "output_bytes": 10, "files": 1, "connections": 2, "longest_statement": 0.1,
       "longest_transaction": 1.0, "temp_bytes": 0, "temp_tables": 0, "rows_read": 1000, "lost": [], "differing": []}


def run(tool, role="rivet", **values):
    return {**RUN, "tool": tool, "role": role, **values}


def lines(runs):
    (only,) = cells(runs).values()
    return {line.tool: line for line in only}


def verdicts(runs, starts=()):
    return {what: verdict for what, _, _, verdict in aims.judged(runs, dict(starts))}


class MediansTest(unittest.TestCase):
    def test_median_of_calm_runs_only(self):
        walls = ((1, 0), (3, 0), (2, 0), (90, 80))
        line = lines([run("a", wall=wall, others_cpu=others) for wall, others in walls])["a"]
        self.assertEqual((line.wall, line.calm, line.runs), (2, 3, 4))

    def test_all_runs_when_none_was_calm(self):
        line = lines([run("a", wall=wall, others_cpu=wall) for wall in (1, 2, 6)])["a"]
        self.assertEqual((line.wall, line.calm), (2, 0))

    def test_harm_is_the_worst_even_of_disturbed_runs(self):
        line = lines([run("a"), run("a", longest_statement=7, others_cpu=2)])["a"]
        self.assertEqual(line.longest_statement, 7)

    def test_failed_runs_do_not_count(self):
        line = lines([run("a", wall=4), run("a", wall=1, code=1)])["a"]
        self.assertEqual((line.wall, line.failed), (4, 1))

    def test_ratios_are_to_the_fastest_peer_and_to_the_limit(self):
        found = lines([run("psql", "limit", wall=1), run("slow", "peer", wall=8),
                       run("quick", "peer", wall=4), run("rivet-jvm", wall=2)])
        self.assertEqual((found["rivet-jvm"].to_leader, found["rivet-jvm"].to_limit), (0.5, 2))
        self.assertEqual(found["quick"].to_leader, 1)


class AimsTest(unittest.TestCase):
    def test_native_is_held_to_its_rival_in_both_encodings(self):
        for wall, verdict in ((1.3, "met"), (1.4, "missed")):
            for tool in ("rivet-native", "rivet-native-compact"):
                found = verdicts([run("duckdb", "peer"), run(tool, wall=wall)])
                self.assertEqual(found[f"postgres wide: {tool} to duckdb, wall"], verdict)

    def test_default_is_held_to_fast(self):
        for wall, verdict in ((2.6, "met"), (2.7, "missed")):
            found = verdicts([run("rivet-jvm"), run("rivet-jvm-default", wall=wall)])
            self.assertEqual(found["postgres wide: rivet-jvm-default to its fast"], verdict)

    def test_modes_are_held_to_the_full_one(self):
        for wall, verdict in ((2.3, "met"), (2.4, "missed")):
            found = verdicts([run("rivet-native-default"),
                              run("rivet-native-first", "mode", wall=wall)])
            self.assertEqual(found["postgres wide: rivet-native-first to full, wall"], verdict)

    def test_what_is_new_is_found_without_reading_the_rest(self):
        for read, verdict in ((1200, "met"), (1300, "missed")):
            found = verdicts([run("rivet-native-next", "mode", rows_read=read)])
            self.assertEqual(
                found["postgres wide: rivet-native-next, rows read to rows delivered"], verdict)

    def test_long_statements_and_spills_are_told(self):
        found = verdicts([run("rivet-jvm", longest_statement=0.6, temp_tables=1)])
        self.assertEqual(found["postgres wide: rivet-jvm, longest statement"], "missed")
        self.assertEqual(found["postgres wide: rivet-jvm, temporary storage"], "missed")

    def test_a_failed_run_is_not_left_out(self):
        found = verdicts([run("rivet-jvm", code=1)])
        self.assertEqual(found, {"postgres wide: rivet-jvm, failed runs": "missed"})

    def test_memory_must_not_grow_with_the_table(self):
        for memory, verdict in ((105, "met"), (120, "missed")):
            found = verdicts([run("rivet-jvm"), run("rivet-jvm", scale=10, rss=memory * 2**20)])
            self.assertEqual(found["postgres wide: rivet-jvm, memory ×10 to ×1"], verdict)


class ReportTest(unittest.TestCase):
    def test_says_what_was_lost_and_that_figures_are_preliminary(self):
        facts = {"when": "2026-01-01", "machine": "2 cores", "servers": ["PostgreSQL 18"],
                 "rounds": 1, "commit": "abc", "starts": {"rivet-native": 0.01}}
        runs = [run("duckdb", "peer", lost=["doc: VARCHAR"], differing=["weight"], others_cpu=2)]
        text = report.markdown(Results([facts], runs))
        self.assertIn("* duckdb: types `doc: VARCHAR`; values of weight", text)
        self.assertIn("**Preliminary**", text)
        self.assertIn("| rivet-native | 10 |", text)

    def test_only_what_follows_the_mark_is_replaced(self):
        page = report.into_page(f"method\n{report.MARK}\nold\n", "new\n")
        self.assertEqual(page, f"method\n{report.MARK}\n\nnew\n")
        with self.assertRaises(ValueError):
            report.into_page("no mark", "new")


class TablesTest(unittest.TestCase):
    def test_they_are_those_of_the_method(self):
        shapes = {name: (table.rows, len(table.columns)) for name, table in TABLES.items()}
        self.assertEqual(shapes, {
            "wide": (1_000_000, 20), "narrow": (5_000_000, 4), "heavy": (200_000, 3)})

    def test_fingerprint_follows_rows_and_columns(self):
        self.assertNotEqual(WIDE.fingerprint(), WIDE.scaled(2).fingerprint())
        self.assertEqual(WIDE.fingerprint(), WIDE.scaled(1).fingerprint())

    def test_only_the_key_is_not_null(self):
        self.assertIn("id bigint primary key, shelf smallint null", create(WIDE, "mysql"))


class TypesTest(unittest.TestCase):
    def test_a_type_that_says_less_is_lost(self):
        columns = {column.name: column for column in WIDE.columns}
        for name, engine, held, expected in (
                ("price", "postgres", "DECIMAL(12,2)", True), ("price", "mysql", "DOUBLE", False),
                ("price", "mysql", "DECIMAL(12,3)", False), ("uid", "postgres", "UUID", True),
                ("uid", "postgres", "VARCHAR", False), ("uid", "mysql", "VARCHAR", True),
                ("doc", "postgres", "VARCHAR", False), ("active", "mysql", "TINYINT", True),
                ("active", "postgres", "TINYINT", False),
                ("changed", "postgres", "TIMESTAMP", False), ("ratio", "mysql", "FLOAT", False)):
            self.assertEqual(kept(columns[name], engine, held), expected, (name, engine, held))


if __name__ == "__main__":
    unittest.main()
