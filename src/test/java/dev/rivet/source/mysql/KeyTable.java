package dev.rivet.source.mysql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Kinds of tables `c_spread (id, k, …)` whose rows are cut by `k`.
record KeyTable(String name, String columns, List<Value> values) {
    private static final int ROWS = 400;

    /// A value for a row, as SQL.
    interface Value {
        String of(Random random);
    }

    static final List<KeyTable> ALL =
            List.of(
                    of(
                            "numbers",
                            "id INT PRIMARY KEY, k INT, KEY (k)",
                            random -> gaps(random, -5, 100)),
                    of(
                            "unsigned",
                            "id INT PRIMARY KEY, k BIGINT UNSIGNED, KEY (k)",
                            random -> "18446744073709551615 - " + Math.abs(random.nextInt(40))),
                    of(
                            "descending",
                            "id INT PRIMARY KEY, k INT, KEY (k DESC)",
                            random -> gaps(random, 0, 30)),
                    of(
                            "descending of two",
                            "id INT PRIMARY KEY, k INT, o INT, KEY (k DESC, o)",
                            random -> gaps(random, 0, 10),
                            random ->
                                    random.nextInt(3) == 0
                                            ? "NULL"
                                            : Integer.toString(random.nextInt(5))),
                    of(
                            "of two down",
                            "id INT PRIMARY KEY, k INT, o INT, KEY (k, o DESC)",
                            random -> gaps(random, 0, 10),
                            random ->
                                    random.nextInt(3) == 0
                                            ? "NULL"
                                            : Integer.toString(random.nextInt(5))),
                    of(
                            "texts",
                            "id INT PRIMARY KEY, k VARCHAR(20) COLLATE utf8mb4_unicode_ci, KEY (k)",
                            KeyTable::word),
                    of(
                            "sjis",
                            "id INT PRIMARY KEY, k VARCHAR(20) CHARACTER SET sjis, KEY (k)",
                            KeyTable::symbol),
                    of(
                            "empty texts",
                            "id INT PRIMARY KEY, k VARCHAR(20) COLLATE utf8mb4_bin, KEY (k)",
                            random -> random.nextInt(3) > 0 ? "''" : word(random)),
                    of(
                            "zero dates",
                            "id INT PRIMARY KEY, k DATETIME(2), KEY (k)",
                            random ->
                                    List.of(
                                                    "'0000-00-00'",
                                                    "'2024-00-00'",
                                                    "'2024-02-00 01:00:00.05'",
                                                    "'2024-02-01'",
                                                    "'2024-02-01 00:00:00.01'")
                                            .get(random.nextInt(5))),
                    of(
                            "text key",
                            "id VARCHAR(20) CHARACTER SET latin1 PRIMARY KEY, k DECIMAL(20,6), KEY (k)",
                            random -> gaps(random, -9, 9) + "." + random.nextInt(100)),
                    of(
                            "binary key",
                            "id VARBINARY(20) PRIMARY KEY, k DOUBLE, KEY (k)",
                            random -> random.nextInt(20) + "E" + (random.nextInt(20) - 10)),
                    of(
                            "binary key without index",
                            "id VARCHAR(20) CHARACTER SET cp932 PRIMARY KEY, k FLOAT",
                            random -> Float.toString(random.nextInt(50) / 10f)),
                    of(
                            "key of three",
                            "id INT, k DATE, o DATETIME(3) NOT NULL, PRIMARY KEY (o, k, id)",
                            random ->
                                    String.format(
                                            Locale.ROOT, "'2024-02-%02d'", 1 + random.nextInt(28)),
                            random -> "'2024-01-01' + INTERVAL " + random.nextInt(5) + " SECOND"),
                    of(
                            "key leads",
                            "id INT, k TIMESTAMP(6) NOT NULL, PRIMARY KEY (k, id)",
                            random ->
                                    "'2024-01-01' + INTERVAL "
                                            + random.nextInt(9000)
                                            + " MICROSECOND"),
                    of(
                            "unique key only",
                            "id INT NOT NULL, k YEAR, UNIQUE (id), KEY (k)",
                            random ->
                                    random.nextInt(9) == 0
                                            ? "0"
                                            : Integer.toString(1990 + random.nextInt(20))),
                    of(
                            "partitioned",
                            "id INT, k INT, PRIMARY KEY (id), KEY (k)) PARTITION BY HASH (id)"
                                    + " (PARTITION a, PARTITION b",
                            random -> gaps(random, 0, 20)),
                    of("no key", "id INT, k INT, KEY (k)", random -> gaps(random, 0, 20)));

    KeyTable {
        values = List.copyOf(values);
    }

    private static KeyTable of(String name, String columns, Value... values) {
        return new KeyTable(name, columns, List.of(values));
    }

    static KeyTable named(String name) {
        return ALL.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }

    @Override
    public String toString() {
        return name;
    }

    /// Creates and fills it.
    String[] statements(Random random) {
        List<String> statements = new ArrayList<>();
        statements.add("SET SESSION sql_mode = '', time_zone = '+00:00'");
        statements.add("DROP TABLE IF EXISTS c_spread");
        statements.add("CREATE TABLE c_spread (" + columns + ")");
        List<String> rows = new ArrayList<>();
        for (int id = 1; id <= ROWS; id++) {
            List<String> row = new ArrayList<>(List.of("'" + id + "'"));
            values.forEach(each -> row.add(each.of(random)));
            boolean keyless = random.nextInt(20) == 0 && !columns.contains("(k, id)");
            if (keyless && !name.equals("key of three")) {
                row.set(1, "NULL");
            }
            rows.add("(" + String.join(", ", row) + ")");
        }
        statements.add("INSERT INTO c_spread VALUES " + String.join(", ", rows));
        return statements.toArray(String[]::new);
    }

    private static String gaps(Random random, int from, int to) {
        int small = from + random.nextInt(to - from);
        return Integer.toString(random.nextInt(10) == 0 ? small * 1_000_000 : small);
    }

    private static String word(Random random) {
        String letters = "aAáÁbBßsSzZ 'éя";
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            word.append(letters.charAt(random.nextInt(letters.length())));
        }
        return "'" + word.toString().replace("'", "''") + "'";
    }

    /// Also what looks like a backslash, and has a sign of its own in it.
    private static String symbol(Random random) {
        return String.format(
                Locale.ROOT,
                "CONVERT(X'%s' USING sjis)",
                List.of("8340", "835C", "5C", "815F", "83408340", "41", "8341")
                        .get(random.nextInt(7)));
    }
}
