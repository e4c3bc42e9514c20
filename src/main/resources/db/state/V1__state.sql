-- Names of tables and columns are public: dashboards read them. Times are RFC 3339 text in UTC.

CREATE TABLE file_log (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id      TEXT    NOT NULL,
    export_name TEXT    NOT NULL,
    file_name   TEXT    NOT NULL,
    row_count   INTEGER NOT NULL,
    bytes       INTEGER NOT NULL,
    format      TEXT    NOT NULL,
    compression TEXT    NOT NULL,
    created_at  TEXT    NOT NULL
);
CREATE INDEX file_log_export ON file_log (export_name, id DESC);
CREATE UNIQUE INDEX file_log_file ON file_log (run_id, file_name);

CREATE TABLE export_metrics (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    export_name      TEXT    NOT NULL,
    run_at           TEXT    NOT NULL,
    duration_ms      INTEGER NOT NULL,
    total_rows       INTEGER NOT NULL,
    peak_rss_mb      INTEGER,
    status           TEXT    NOT NULL,
    error_message    TEXT,
    tuning_profile   TEXT    NOT NULL,
    format           TEXT    NOT NULL,
    mode             TEXT    NOT NULL,
    files_produced   INTEGER NOT NULL,
    bytes_written    INTEGER NOT NULL,
    retries          INTEGER NOT NULL DEFAULT 0,
    validated        INTEGER,
    schema_changed   INTEGER,
    run_id           TEXT    NOT NULL,
    batch_size       INTEGER NOT NULL,
    skip_reason      TEXT,
    source_type      TEXT    NOT NULL,
    destination_type TEXT    NOT NULL,
    bytes_read       INTEGER NOT NULL
);
CREATE INDEX export_metrics_export ON export_metrics (export_name, id DESC);

CREATE TABLE run_status (
    run_id      TEXT PRIMARY KEY,
    export_name TEXT NOT NULL,
    prefix      TEXT NOT NULL,
    status      TEXT NOT NULL CHECK (status IN ('running', 'success', 'failed', 'interrupted')),
    started_at  TEXT NOT NULL,
    finished_at TEXT
);
CREATE INDEX run_status_export ON run_status (export_name, status);

CREATE TABLE run_journal (
    run_id       TEXT PRIMARY KEY,
    export_name  TEXT NOT NULL,
    finished_at  TEXT NOT NULL,
    journal_json TEXT NOT NULL
);
CREATE INDEX run_journal_export ON run_journal (export_name, finished_at DESC);

CREATE TABLE export_schema (
    export_name  TEXT PRIMARY KEY,
    columns_json TEXT NOT NULL,
    updated_at   TEXT NOT NULL
);

CREATE TABLE run_aggregate (
    run_aggregate_id TEXT PRIMARY KEY,
    started_at       TEXT    NOT NULL,
    finished_at      TEXT    NOT NULL,
    duration_ms      INTEGER NOT NULL,
    config_path      TEXT    NOT NULL,
    parallel_mode    TEXT    NOT NULL,
    total_exports    INTEGER NOT NULL,
    success_count    INTEGER NOT NULL,
    failed_count     INTEGER NOT NULL,
    skipped_count    INTEGER NOT NULL,
    total_rows       INTEGER NOT NULL,
    total_files      INTEGER NOT NULL,
    total_bytes      INTEGER NOT NULL,
    details_json     TEXT    NOT NULL
);

-- One row per export that is being run: who does it, and until when that may be believed.
CREATE TABLE export_lease (
    export_name   TEXT    PRIMARY KEY,
    run_id        TEXT    NOT NULL,
    token         TEXT    NOT NULL,
    host          TEXT    NOT NULL,
    machine       TEXT    NOT NULL,
    pid           INTEGER NOT NULL,
    process_start TEXT,
    acquired_at   TEXT    NOT NULL,
    expires_at    TEXT    NOT NULL
);
