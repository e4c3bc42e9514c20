-- Whose an export's leases, columns and files are: state is kept by the export's name alone, and several
-- configurations may share a state file.

CREATE TABLE export_owner (
    export_name TEXT PRIMARY KEY,
    config_file TEXT NOT NULL,
    source      TEXT NOT NULL,
    destination TEXT NOT NULL,
    updated_at  TEXT NOT NULL
);
