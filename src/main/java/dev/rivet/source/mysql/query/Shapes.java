package dev.rivet.source.mysql.query;

import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.type.SourceKind;
import dev.rivet.source.mysql.wire.WireColumn;
import java.util.List;

/// Compares the columns that were described with those that a statement brings.
public final class Shapes {
    private Shapes() {}

    /// Whether values of the running columns can be decoded for the described ones: same names,
    /// and the same family of types. Widths may differ, as they do between prepare and execute.
    public static boolean agree(List<SourceColumn> described, List<WireColumn> running) {
        if (described.size() != running.size()) {
            return false;
        }
        for (int i = 0; i < running.size(); i++) {
            SourceColumn before = described.get(i);
            SourceColumn now = new SourceColumn(running.get(i), before.catalogType());
            if (!before.name().equals(now.name()) || family(before.kind()) != family(now.kind())) {
                return false;
            }
        }
        return true;
    }

    /// One kind that stands for all that are laid out alike.
    private static SourceKind family(SourceKind kind) {
        return switch (kind) {
            case TINY_BOOLEAN, INTEGER, YEAR -> SourceKind.INTEGER;
            case TEXT, BYTES, LABEL, JSON, UUID_TEXT, ADDRESS_TEXT -> SourceKind.TEXT;
            case BITS,
                    DECIMAL,
                    FLOAT,
                    DOUBLE,
                    DATE,
                    DATETIME,
                    TIMESTAMP,
                    TIME,
                    GEOMETRY,
                    UNTYPED,
                    UNKNOWN ->
                    kind;
        };
    }
}
