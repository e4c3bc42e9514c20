package dev.rivet.source.mysql.query;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;

/// Where a column of a row's key lies, as long as the row does.
///
/// @param data holds the row
/// @param at where the key's own bytes begin, which tell it from all others; [#NULL] for NULL
/// @param textAt where the key begins as the column gives it: the same place, unless its own bytes
///     were read apart
public record RowKey(byte[] data, int at, int length, int textAt, int textLength) {
    /// What stands for the place of a NULL.
    public static final int NULL = -1;

    boolean isNull() {
        return at == NULL || textAt == NULL;
    }

    /// This one, of a column that is never NULL.
    RowKey required() {
        if (isNull()) {
            String message = "a key is NULL in a column that is never NULL";
            throw Diagnostic.of(Code.INTERNAL_SOURCE_INVARIANT, message).toException();
        }
        return this;
    }
}
