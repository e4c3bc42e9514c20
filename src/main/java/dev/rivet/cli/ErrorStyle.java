package dev.rivet.cli;

import java.util.List;

/// How failures are told.
enum ErrorStyle {
    TEXT,
    /// One line of JSON, the last on standard error.
    JSON;

    static final String OPTION = "--json-errors";

    /// Read from the bare arguments, because they may turn out to be wrong before the parser gets
    /// to the option.
    static ErrorStyle in(List<String> arguments) {
        return arguments.contains(OPTION) ? JSON : TEXT;
    }
}
