package dev.rivet.row;

/// What a source's type becomes: a column, or a reason why it cannot.
public sealed interface TypeMapping {
    /// The column as it will be written.
    record Mapped(Column column) implements TypeMapping {}

    /// No mapping without the user's word.
    ///
    /// @param remedy what to write, for example `cast it: amount::numeric(18,2)`
    record Unmapped(String name, String nativeType, String reason, String remedy)
            implements TypeMapping {}
}
