SET LOCAL lock_timeout = '10s';

-- Which rows before the watermark were delivered, for exports that read them again (`overlap`): what a run
-- kept counts while export_state.run_id names that run. row_prints is 16 bytes for each row, made as render
-- says; the rows are those whose cursor lies at start_value (true: or on it) and beyond, up to the watermark.
CREATE TABLE "${flyway:defaultSchema}".export_margin (
    export_name    TEXT    NOT NULL,
    run_id         TEXT    NOT NULL,
    chunk_index    BIGINT  NOT NULL,
    start_type     TEXT    NOT NULL,
    start_value    TEXT    NOT NULL,
    start_included BOOLEAN NOT NULL,
    render         TEXT    NOT NULL,
    row_count      BIGINT  NOT NULL,
    row_prints     BYTEA   NOT NULL,
    PRIMARY KEY (export_name, run_id, chunk_index)
);
