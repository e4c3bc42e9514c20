package dev.rivet.diag;

import static dev.rivet.diag.Kind.BUSY;
import static dev.rivet.diag.Kind.ENVIRONMENT;
import static dev.rivet.diag.Kind.INTEGRITY;
import static dev.rivet.diag.Kind.INTERNAL;
import static dev.rivet.diag.Kind.REFUSAL;
import static dev.rivet.diag.Kind.USAGE;

/// Stable names of everything that stops rivet on purpose. Append-only: a name once released
/// keeps its spelling and its kind. The action is the general remedy; a diagnostic may carry a
/// better one.
public enum Code {
    CONFIG_NO_EXPORTS(USAGE, "Add at least one entry under `exports:`."),
    CONFIG_DUPLICATE_EXPORT(USAGE, "Give every export a name of its own."),
    CONFIG_YAML_INVALID(USAGE, "Correct the configuration at the line that is named."),
    CONFIG_KEY_UNKNOWN(USAGE, "Correct the spelling of the key, or remove it."),
    CONFIG_KEY_UNAVAILABLE(USAGE, "Remove the key: this version does not have the feature yet."),
    CONFIG_KEY_MISSING(USAGE, "Add the key that is named."),
    CONFIG_VALUE_INVALID(USAGE, "Give the key a value of the kind that is named."),
    CONFIG_VALUE_OUT_OF_RANGE(USAGE, "Give the key a value within the range that is named."),
    CONFIG_SOURCE_CONNECTION_INVALID(
            USAGE, "Use exactly one of url, url_env, url_file, or host + user + database."),
    CONFIG_SOURCE_URL_INVALID(
            USAGE,
            "Write the URL as scheme://host:port/database, with user:password@ before the host."),
    CONFIG_SOURCE_URL_SCHEME_MISMATCH(USAGE, "Make `source.type` and the URL's scheme agree."),
    CONFIG_EXPORT_SOURCE_INVALID(USAGE, "Use exactly one of table, query or query_file."),
    CONFIG_MODE_SETTING_INVALID(USAGE, "Remove the key, or choose the mode that it belongs to."),
    CONFIG_CSV_COMPRESSION_UNSUPPORTED(
            USAGE, "Remove the compression keys: CSV is not compressed."),
    CONFIG_TLS_VERIFICATION_DOWNGRADE(USAGE, "Remove accept_invalid_*, or the enforced tls.mode."),
    CONFIG_TLS_CA_INVALID(USAGE, "Point tls.ca_file at a readable PEM file."),
    CONFIG_TLS_REQUIRED(USAGE, "Add `tls:` to the source, or write `tls: {mode: disable}`."),
    CONFIG_DESTINATION_SHARED(
            USAGE, "Give each export a folder of its own, for example with {export} in the path."),
    CONFIG_PATH_UNSAFE(USAGE, "Use a path inside the folder that it belongs to."),
    CONFIG_ROW_HASH_INVALID(USAGE, "List existing columns once each, or write `row_hash: true`."),
    CONFIG_COLUMN_OVERRIDE_TYPE_INVALID(USAGE, "Use one of the accepted type names."),
    CONFIG_COLUMN_OVERRIDE_TABLE_UNKNOWN(USAGE, "Write the bare name of the column."),
    CONFIG_COLUMN_OVERRIDE_CASE(USAGE, "Write the column's name exactly as the source has it."),
    CONFIG_COLUMN_OVERRIDE_UNKNOWN(
            USAGE, "Correct the name under `columns:`, remove it, or run without --strict."),
    CONFIG_CURSOR_COLUMN_CASE(USAGE, "Write the column's name exactly as the source has it."),
    CONFIG_KEY_COLUMN_UNKNOWN(USAGE, "Name a column that the table or the query has."),
    CONFIG_SETTLE_COLUMN_NOT_TEMPORAL(
            USAGE, "Name a date or timestamp under settle.column, or remove `settle`."),
    CONFIG_CHUNK_COUNT_INVALID(USAGE, "Write `chunk_count` with at least 1, and no other size."),
    CONFIG_CHUNK_BY_DAYS_INVALID(
            USAGE, "Write `chunk_by_days` with at least 1 and a date or timestamp `chunk_column`."),
    CONFIG_EXPORT_NAME_RESERVED(USAGE, "Use a name that is safe as a file name."),
    CONFIG_SOURCE_OPTION_UNSUPPORTED(USAGE, "Remove the option from the URL."),
    CONFIG_FORMAT_COLUMN_UNSUPPORTED(
            USAGE, "Choose another format, or cast or override the column."),
    CONFIG_META_COLUMN_COLLISION(
            USAGE, "Rename the column in a query, or switch the meta column off."),
    CONFIG_FILE_UNREADABLE(
            ENVIRONMENT, "Check the path, or create one: see the example in README."),
    CONFIG_SECRET_UNSET(ENVIRONMENT, "Set the environment variable that is named."),
    TYPE_UNSAFE_MAPPING(
            USAGE, "Cast the columns in a query, or give them a type under `columns:`."),
    SOURCE_OVERRIDE_WIRE_MISMATCH(USAGE, "Use an override that the source's type can become."),
    SOURCE_QUERY_COLUMN_UNREFERENCEABLE(USAGE, "Give every column of the query a name of its own."),
    SOURCE_VALUE_TOO_LARGE(
            USAGE,
            "Raise tuning.max_value_mb, and the heap to ten times that (`rivet -Xmx1g …`, for the"
                    + " Java form RIVET_JAVA_OPTS=-Xmx1g), or leave the column out."),
    SOURCE_CONNECT_FAILED(ENVIRONMENT, "Check host, port, user, password and TLS of the source."),
    SOURCE_QUERY_FAILED(ENVIRONMENT, "Read the server's words; correct the query or the grants."),
    SOURCE_STATEMENT_TIMEOUT(
            ENVIRONMENT, "Raise tuning.statement_timeout_s, or read less at once."),
    SOURCE_TABLE_NOT_FOUND(ENVIRONMENT, "Check the table's name and schema, and the grants."),
    SOURCE_COLUMN_NOT_FOUND(ENVIRONMENT, "Check the column's name in the query."),
    SOURCE_CONNECTION_LOST(ENVIRONMENT, "Run again once the server is back."),
    SOURCE_COLUMNS_CHANGED_UNDER_READ(
            ENVIRONMENT, "Run again: the table's shape changed meanwhile."),
    SOURCE_KEYS_OUT_OF_ORDER(
            INTEGRITY,
            "Read the table with `query: SELECT * FROM …`, which is one statement, and report this."),
    SOURCE_KEYSET_KEY_UNORDERED(
            REFUSAL, "Use a column of numbers, dates, times, texts, uuids or bytes as the key."),
    SOURCE_VALUE_UNREPRESENTABLE(
            REFUSAL, "Set on_unrepresentable, or give the column a type under `columns:`."),
    SOURCE_ROWS_HIDDEN(
            REFUSAL, "Read as a role that sees all rows (BYPASSRLS), or without --strict."),
    SOURCE_SESSION_TIME_ZONE_NOT_APPLIED(
            REFUSAL, "Connect without the pooler that hides settings."),
    SOURCE_SESSION_ENCODING_NOT_APPLIED(REFUSAL, "Connect without the pooler that hides settings."),
    SOURCE_SESSION_SETTING_NOT_APPLIED(REFUSAL, "Connect without the pooler that hides settings."),
    DEST_PREFIX_MODE_MISMATCH(REFUSAL, "Give each kind of export a destination of its own."),
    DEST_PATH_NOT_USABLE(ENVIRONMENT, "Choose a folder that rivet may create and write."),
    DEST_WRITE_FAILED(ENVIRONMENT, "Free space or fix the permission, then run again."),
    DEST_MANIFEST_NOT_WRITTEN(ENVIRONMENT, "Fix the destination, then run again."),
    DEST_STORE_FAILED(ENVIRONMENT, "Check the store's endpoint, bucket and credentials."),
    DEST_CONTROL_ARTIFACT_INVALID(REFUSAL, "Move the file away: rivet did not write it."),
    DEST_ALREADY_COMPLETE(REFUSAL, "Run without --resume to deliver anew, or add --force to it."),
    DEST_PART_ROWS_MISMATCH(INTEGRITY, "Do not use these files; run again and report this."),
    VALIDATE_FAILED(INTEGRITY, "Do not use these files; run again and report this."),
    VALIDATE_UNVERIFIED(
            ENVIRONMENT, "Run without --validate, or to a destination that can be read."),
    STATE_NOT_WRITABLE(ENVIRONMENT, "Make the configuration's folder writable."),
    STATE_BACKEND_FAILED(ENVIRONMENT, "Check the disk that holds the state file, then run again."),
    STATE_FILE_CORRUPT(ENVIRONMENT, "Restore the state file, or move it away to start anew."),
    STATE_MIGRATION_LOCKED(ENVIRONMENT, "Wait until the other rivet has finished its migration."),
    STATE_SCHEMA_NEWER(REFUSAL, "Use a rivet at least as new as the one that wrote the state."),
    STATE_SCHEMA_FOREIGN(REFUSAL, "Move the state file away: this version starts one of its own."),
    STATE_CURSOR_OWNER_MISMATCH(
            REFUSAL,
            "Give the export another name, or a state of its own; or take it over: `rivet state accept`."),
    STATE_CURSOR_STREAM_MISMATCH(
            REFUSAL,
            "Undo the edit; or `rivet state accept`; or `rivet state reset` to begin anew."),
    STATE_CURSOR_DESTINATION_MISMATCH(
            REFUSAL,
            "Undo the edit; or `rivet state accept`; or `rivet state reset` to begin anew."),
    STATE_CURSOR_INCOMPARABLE(
            REFUSAL, "Undo the change of the column's type, or `rivet state reset` to begin anew."),
    STATE_CURSOR_NOT_STORED(ENVIRONMENT, "Run again once the state can be written."),
    STATE_CHUNK_RUN_MISSING(USAGE, "Run without --resume."),
    STATE_CHUNK_PLAN_CHANGED(
            REFUSAL, "Undo the edit, and run again; or `rivet state reset-chunks` to begin anew."),
    STATE_URL_SCHEME_UNSUPPORTED(
            USAGE, "Use postgresql://… or sqlite:<path> in RIVET_STATE_URL, or unset it."),
    STATE_URL_INVALID(
            USAGE,
            "Write the URL as postgresql://host:port/database?sslmode=verify-full, with user:password@"
                    + " before the host."),
    STATE_URL_TLS_REQUIRED(
            REFUSAL,
            "Add `?sslmode=verify-full` to the URL (with `&sslrootcert=FILE` for a private authority;"
                    + " `require` encrypts and verifies nobody), or, if the network is trusted,"
                    + " write `?sslmode=disable`."),
    STATE_URL_LEAVES_STATE_BEHIND(
            REFUSAL, "Take it along with `rivet state copy`, or move the file away to start anew."),
    STATE_BACKUP_FAILED(
            ENVIRONMENT,
            "Make room beside the state file, and its folder writable, then run again."),
    STATE_COPY_SOURCE_EMPTY(USAGE, "Copy the state that has something: see RIVET_STATE_URL."),
    STATE_COPY_TARGET_MISSING(
            USAGE, "Name the other state: --to postgresql://… or --to sqlite:<path>."),
    STATE_COPY_TARGET_NOT_EMPTY(
            REFUSAL, "Name a state that is empty: another schema, another database, another file."),
    STATE_COPY_COUNT_MISMATCH(INTEGRITY, "Nothing was kept of the copy; report this."),
    STATE_RUN_IN_PROGRESS(BUSY, "Wait for the other run, or raise --lock-wait."),
    STATE_LOCK_TIMEOUT(BUSY, "Wait for the other run, or raise --lock-wait."),
    STATE_LEASE_LOST(BUSY, "Another run took over; look at its result."),
    PLAN_CHUNK_KEY_UNUSABLE(
            USAGE, "Name an indexed column with `chunk_column`, or write `mode: full`."),
    PLAN_CHUNK_KEY_SPARSE(
            USAGE, "Write larger chunks, or `chunk_count`, or choose another column."),
    CLI_EXPORT_UNKNOWN(USAGE, "Use one of the exports that the configuration declares."),
    CLI_OPTION_UNSUPPORTED(USAGE, "Leave the option out: this version does not have it yet."),
    CLI_VALUE_INVALID(USAGE, "See --help for what the option takes."),
    CLI_OUTPUT_UNWRITABLE(ENVIRONMENT, "Choose a file that rivet may write."),
    CLI_TEST_FAULT_INJECTED(ENVIRONMENT, "Unset RIVET_TEST_ERROR_AT."),
    SELF_TEST_FAILED(ENVIRONMENT, "Do what the failed checks say, then run the self-test again."),
    RUN_INTERRUPTED(ENVIRONMENT, "Run again: nothing half-written was left behind."),
    RUN_OUT_OF_MEMORY(
            ENVIRONMENT,
            "Give rivet more heap (`rivet -Xmx512m …`, for the Java form RIVET_JAVA_OPTS=-Xmx512m), or"
                    + " let it hold less: `parallel: 1`, a smaller `batch_size_memory_mb`."),
    INTERNAL_RUN_INVARIANT(INTERNAL, "Report this with the run's journal."),
    INTERNAL_SOURCE_INVARIANT(INTERNAL, "Report this with the run's journal."),
    INTERNAL_DEST_INVARIANT(INTERNAL, "Report this with the run's journal."),
    INTERNAL_STATE_INVARIANT(INTERNAL, "Report this with the run's journal.");

    private final Kind kind;
    private final String action;

    Code(Kind kind, String action) {
        this.kind = kind;
        this.action = action;
    }

    public Kind kind() {
        return kind;
    }

    public String action() {
        return action;
    }

    /// The public spelling, for example `RIVET_CONFIG_NO_EXPORTS`.
    public String stableName() {
        return "RIVET_" + name();
    }
}
