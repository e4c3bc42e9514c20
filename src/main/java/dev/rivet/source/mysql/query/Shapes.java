package dev.rivet.source.mysql.query;

import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.wire.WireColumn;
import java.util.List;

/// Compares the columns that were described with those that a statement brings.
public final class Shapes {
    private Shapes() {}

    /// Whether values of the running columns are what was described, so that decoding them for the
    /// described types gives what they are: same names, same types, and the same of all that
    /// decides how bytes become values. The length of strings may differ, as it does between
    /// prepare and execute.
    public static boolean agree(List<SourceColumn> described, List<WireColumn> running) {
        if (described.size() != running.size()) {
            return false;
        }
        for (int i = 0; i < running.size(); i++) {
            SourceColumn before = described.get(i);
            SourceColumn now = new SourceColumn(running.get(i), before.catalogType());
            if (!before.name().equals(now.name())
                    || before.kind() != now.kind()
                    || !agree(before, now.wire())) {
                return false;
            }
        }
        return true;
    }

    private static boolean agree(SourceColumn described, WireColumn now) {
        WireColumn before = described.wire();
        return switch (described.kind()) {
            case TINY_BOOLEAN, INTEGER, YEAR, FLOAT, DOUBLE ->
                    before.type() == now.type() && before.isUnsigned() == now.isUnsigned();
            case DECIMAL ->
                    before.decimals() == now.decimals()
                            && before.length() == now.length()
                            && before.isUnsigned() == now.isUnsigned();
            case BITS -> before.length() == now.length();
            case DATETIME, TIMESTAMP, TIME -> before.decimals() == now.decimals();
            case TEXT, BYTES, LABEL, JSON, UUID_TEXT, ADDRESS_TEXT, GEOMETRY ->
                    before.isBinary() == now.isBinary() && before.isEnum() == now.isEnum();
            case DATE, UNTYPED, UNKNOWN -> true;
        };
    }
}
