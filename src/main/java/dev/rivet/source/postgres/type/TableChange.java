package dev.rivet.source.postgres.type;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.source.postgres.wire.ServerError;
import java.util.List;
import java.util.Optional;

/// Finds out that what is read is not what was described: names are resolved anew whenever the
/// server parses or plans, and a lock on a table does not keep its schema from being renamed.
public final class TableChange {
    private TableChange() {}

    /// Compares all that a server says of columns.
    ///
    /// @throws RivetException `SOURCE_COLUMNS_CHANGED_UNDER_READ` unless these are the same columns
    ///     of the same tables
    public static void check(List<ResultColumn> now, List<ResultColumn> described) {
        if (!now.equals(described)) {
            throw found("The table or its columns are not the ones that were described.");
        }
    }

    /// What it means that the server refuses a statement whose names it knew a moment ago. Empty
    /// when it does not refuse the names.
    public static Optional<RivetException> ofParse(ServerError error) {
        return switch (error.sqlState()) {
            case "3F000", "42703", "42P01" -> Optional.of(found(error));
            default -> Optional.empty();
        };
    }

    /// The same for a statement that was parsed before: its names may lead to other columns now.
    public static Optional<RivetException> ofBind(ServerError error) {
        return error.sqlState().equals("0A000") ? Optional.of(found(error)) : ofParse(error);
    }

    public static boolean is(RivetException failure) {
        return failure.diagnostic().code() == Code.SOURCE_COLUMNS_CHANGED_UNDER_READ;
    }

    private static RivetException found(ServerError error) {
        return found("The table is not the one that was described: " + error.words());
    }

    /// The failure that tells of a change.
    public static RivetException found(String words) {
        return Diagnostic.of(Code.SOURCE_COLUMNS_CHANGED_UNDER_READ, words)
                .asTransient()
                .toException();
    }
}
