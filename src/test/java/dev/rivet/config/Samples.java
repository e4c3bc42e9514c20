package dev.rivet.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Configurations that are accepted, so many that every available key is in one of them.
final class Samples {
    private static final String SOURCE = "source: {type: postgres, host: localhost, user: u, ";
    private static final String LOCAL = "destination: {type: local, path: out}";

    private Samples() {}

    /// Whole configurations; `url` and `tls/ca.pem` are files beside them, `URL` and `PW`
    /// environment variables, `q.sql` a query file.
    static List<String> all() {
        return List.of(
                """
                source:
                  type: mysql
                  host: localhost
                  port: 3307
                  user: u
                  database: d
                  password: p
                  environment: replica
                  on_unrepresentable: null
                  tls: {accept_invalid_certs: false, accept_invalid_hostnames: true}
                  tuning:
                    profile: safe
                    batch_size: 5
                    chunk_max_statement_s: 0.5
                    chunk_min_rows: 1000
                    throttle_ms: 0
                    statement_timeout_s: 1
                    lock_timeout_s: 1
                    max_value_mb: 1
                    max_retries: 2
                    retry_backoff_ms: 100
                exports:
                  - name: a
                    table: t
                    mode: full
                    columns: {x: "decimal(10,2)", y: TEXT, z: timestamp with time zone}
                    format: parquet
                    compression: gzip
                    compression_level: 9
                    parquet: {row_group_strategy: fixed_rows, row_group_rows: 10}
                    max_file_size: 1.5GB
                    skip_empty: true
                    empty: none
                    history: replace
                    verify: size
                    on_unrepresentable: fail
                    meta_columns: {exported_at: true, row_hash: [x]}
                    destination: {type: local, path: out}
                """,
                """
                source: {type: postgres, url: "postgres://u@localhost/d"}
                exports:
                  - name: b
                    query: SELECT 1
                    format: parquet
                    compression_profile: compact
                    parquet: {target_row_group_mb: 1, max_row_group_mb: 2, encoding: compact,
                      arrow_extensions: true}
                    meta_columns: {row_hash: true}
                    tuning: {batch_size_memory_mb: 3}
                    destination: {type: local, prefix: out/}
                """,
                """
                source: {type: postgres, url_env: URL, tls: {mode: verify-ca, ca_file: tls/ca.pem}}
                exports:
                  - name: c
                    query_file: q.sql
                    format: csv
                    csv: {binary: base64}
                    destination: {type: stdout}
                    tuning:
                      profile: fast
                      batch_size: 5
                      throttle_ms: 5
                      chunk_max_statement_s: 0.2
                      chunk_min_rows: 100
                      statement_timeout_s: 0
                      lock_timeout_s: 0
                      max_value_mb: 0
                      max_retries: 0
                      retry_backoff_ms: 1
                    parallel: 4
                """,
                """
                source: {type: postgres, url_file: url, tuning: {batch_size_memory_mb: 3}}
                exports:
                  - {name: d, table: s.t, format: csv, destination: {type: stdout}, compression: }
                """,
                """
                source: {type: postgres, url: "postgres://u@localhost/d"}
                exports:
                  - name: f
                    table: t
                    mode: incremental
                    cursor_column: updated_at
                    incremental_cursor_mode: coalesce
                    cursor_fallback_column: created_at
                    settle: {after: 1h, column: updated_at}
                    settle_wait: 30s
                    overlap: 10m
                    format: csv
                    destination: {type: local, path: f}
                  - name: g
                    table: t
                    mode: time_window
                    time_column: at
                    days_window: 7
                    time_column_type: unix
                    format: csv
                    destination: {type: local, path: g}
                  - name: h
                    table: t
                    partition_by: day
                    partition_granularity: month
                    format: csv
                    destination: {type: local, path: "h/{partition}"}
                """,
                """
                source: {type: mysql, url: "mysql://u@localhost/d"}
                exports:
                  - name: i
                    table: t
                    mode: chunked
                    chunk_column: id
                    chunk_size: 1000
                    chunk_dense: true
                    chunk_checkpoint: true
                    chunk_max_attempts: 3
                    consistency: per_chunk
                    format: csv
                    destination: {type: local, path: i}
                  - name: j
                    table: t
                    mode: chunked
                    chunk_count: 4
                    format: csv
                    destination: {type: local, path: j}
                  - name: m
                    table: t
                    mode: chunked
                    chunk_size_memory_mb: 64
                    format: csv
                    destination: {type: local, path: m}
                  - name: k
                    query: SELECT 1
                    mode: chunked
                    chunk_column: at
                    chunk_by_days: 7
                    format: csv
                    destination: {type: local, path: k}
                  - name: l
                    table: t
                    mode: chunked
                    chunk_by_key: id
                    keyset_incremental: true
                    overlap: 5000
                    format: csv
                    destination: {type: local, path: l}
                  - name: several
                    table: t
                    mode: chunked
                    chunk_by_key: [tenant, id]
                    format: csv
                    destination: {type: local, path: several}
                """,
                SOURCE
                        + "database: d, password_env: PW}\nexports:\n  - {name: e, table: t, "
                        + "format: csv, "
                        + LOCAL
                        + "}\n");
    }

    static void prepare(ConfigFixture fixture) {
        fixture.environment.putAll(Map.of("URL", "postgres://u@localhost/d", "PW", "p"));
        fixture.write("url", "postgres://u@localhost/d\n");
        fixture.write("q.sql", "SELECT 1");
        fixture.write("tls/ca.pem", Certificate.PEM);
    }

    /// For every block of the configuration, by its path, a text in which a further key of that
    /// block stands at `KEY`.
    static Map<String, String> openings() {
        String one = SOURCE + "database: d}\nexports:\n  - {name: e, table: t, format: ";
        Map<String, String> openings = new LinkedHashMap<>();
        openings.put("", one + "csv, " + LOCAL + "}\nKEY\n");
        openings.put("source", openingOfSource());
        openings.put("source.tls", inSource("tls: {KEY}"));
        openings.put("source.tuning", inSource("tuning: {KEY}"));
        openings.put("exports[]", one + "parquet, " + LOCAL + ", KEY}\n");
        openings.put("exports[].tuning", one + "csv, " + LOCAL + ", tuning: {KEY}}\n");
        openings.put("exports[].parquet", one + "parquet, " + LOCAL + ", parquet: {KEY}}\n");
        openings.put("exports[].csv", one + "csv, " + LOCAL + ", csv: {KEY}}\n");
        openings.put("exports[].meta_columns", one + "csv, " + LOCAL + ", meta_columns: {KEY}}\n");
        openings.put(
                "exports[].settle",
                one
                        + "csv, "
                        + LOCAL
                        + ", mode: incremental, cursor_column: c, settle: {after: 1h, KEY}}\n");
        openings.put("exports[].destination", one + "csv, destination: {type: local, KEY}}\n");
        return openings;
    }

    /// A configuration with a further line in the block.
    static String with(String home, String line) {
        return Objects.requireNonNull(openings().get(home), home).replace("KEY", line);
    }

    private static String inSource(String block) {
        return openingOfSource().replace("KEY", block);
    }

    private static String openingOfSource() {
        return SOURCE
                + "database: d, KEY}\nexports:\n  - {name: e, table: t, format: csv, "
                + LOCAL
                + "}\n";
    }
}
