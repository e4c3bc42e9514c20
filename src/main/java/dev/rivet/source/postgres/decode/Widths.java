package dev.rivet.source.postgres.decode;

import dev.rivet.source.postgres.type.WireType;

/// Refuses lengths that cannot be. [RowScan] looks at those of the values, this at those inside of
/// them.
final class Widths {
    private Widths() {}

    /// @throws IllegalStateException when they differ
    static void check(int length, int width) {
        if (length != width) {
            throw refusal(length);
        }
    }

    /// @throws IllegalStateException when no value that comes in this way has such a length
    static void check(int length, WireType wire) {
        if (length < wire.shortest() || length > wire.longest()) {
            throw refusal(length);
        }
    }

    private static IllegalStateException refusal(int length) {
        return new IllegalStateException(
                "a value of " + length + " bytes, which its type does not have");
    }
}
