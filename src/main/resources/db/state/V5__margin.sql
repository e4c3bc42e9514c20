-- Which rows before the watermark were delivered, for exports that read them again (`overlap`): what a run
-- kept counts while export_state.run_id names that run. row_prints is 16 bytes for each row, made as render
-- says; the rows are those whose cursor lies at start_value (1: or on it) and beyond, up to the watermark.
CREATE TABLE export_margin (
    export_name    TEXT    NOT NULL,
    run_id         TEXT    NOT NULL,
    chunk_index    INTEGER NOT NULL,
    start_type     TEXT    NOT NULL,
    start_value    TEXT    NOT NULL,
    start_included INTEGER NOT NULL,
    render         TEXT    NOT NULL,
    row_count      INTEGER NOT NULL,
    row_prints     BLOB    NOT NULL,
    PRIMARY KEY (export_name, run_id, chunk_index)
);
