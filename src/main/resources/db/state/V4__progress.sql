-- How far exports have come. Names of tables and columns are public; times are RFC 3339 text in UTC.

-- The watermark of an export that reads only what is new: rows up to last_cursor_value are delivered.
-- cursor_type says how its text is to be read; cursor_delivered is 0 where rows with the value itself are
-- still to come; terms_json is what must stay the same for it to count, '{}' for whatever comes next.
CREATE TABLE export_state (
    export_name       TEXT    PRIMARY KEY,
    last_cursor_value TEXT,
    last_run_at       TEXT    NOT NULL,
    resume_run_id     TEXT,
    cursor_columns    TEXT    NOT NULL,
    cursor_type       TEXT    NOT NULL,
    cursor_delivered  INTEGER NOT NULL,
    run_id            TEXT    NOT NULL,
    terms_json        TEXT    NOT NULL
);

-- The highest cursors that were seen, and when by the source's clock.
CREATE TABLE cursor_sighting (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    export_name       TEXT    NOT NULL,
    seen_at           TEXT    NOT NULL,
    cursor_type       TEXT    NOT NULL,
    cursor_value      TEXT    NOT NULL
);
CREATE INDEX cursor_sighting_export ON cursor_sighting (export_name, id DESC);

-- The last boundary that was delivered, and the last that was verified.
CREATE TABLE export_progression (
    export_name                 TEXT PRIMARY KEY,
    last_committed_strategy     TEXT,
    last_committed_cursor       TEXT,
    last_committed_chunk_index  INTEGER,
    last_committed_run_id       TEXT,
    last_committed_at           TEXT,
    last_verified_strategy      TEXT,
    last_verified_cursor        TEXT,
    last_verified_chunk_index   INTEGER,
    last_verified_run_id        TEXT,
    last_verified_at            TEXT
);

-- Runs that are committed chunk by chunk: what they are to read, and on which terms.
CREATE TABLE chunk_run (
    run_id             TEXT    PRIMARY KEY,
    export_name        TEXT    NOT NULL,
    plan_hash          TEXT    NOT NULL,
    status             TEXT    NOT NULL CHECK (status IN ('in_progress', 'completed', 'interrupted')),
    max_chunk_attempts INTEGER NOT NULL DEFAULT 3,
    created_at         TEXT    NOT NULL,
    updated_at         TEXT    NOT NULL,
    plan_json          TEXT    NOT NULL,
    terms_json         TEXT    NOT NULL
);
CREATE UNIQUE INDEX chunk_run_open ON chunk_run (export_name) WHERE status = 'in_progress';

-- Their chunks. manifest_json says which files hold a completed one.
CREATE TABLE chunk_task (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id        TEXT    NOT NULL,
    chunk_index   INTEGER NOT NULL,
    start_key     TEXT,
    end_key       TEXT,
    status        TEXT    NOT NULL CHECK (status IN ('pending', 'running', 'completed', 'failed')),
    attempts      INTEGER NOT NULL DEFAULT 0,
    last_error    TEXT,
    rows_written  INTEGER,
    file_name     TEXT,
    updated_at    TEXT    NOT NULL,
    manifest_json TEXT,
    UNIQUE (run_id, chunk_index)
);
