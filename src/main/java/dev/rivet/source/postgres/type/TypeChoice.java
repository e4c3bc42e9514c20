package dev.rivet.source.postgres.type;

import dev.rivet.row.Fidelity;
import dev.rivet.row.LogicalType;
import dev.rivet.source.postgres.wire.WireFormat;

/// What a source type becomes, and how its values travel.
///
/// @param wire layout of a value, or of a list's elements
public record TypeChoice(LogicalType type, WireType wire, WireFormat format, Fidelity fidelity) {
    public static TypeChoice binary(LogicalType type, WireType wire) {
        return new TypeChoice(type, wire, WireFormat.BINARY, Fidelity.EXACT);
    }

    /// The server's own text.
    static TypeChoice text(LogicalType type, Fidelity fidelity) {
        return new TypeChoice(type, WireType.VERBATIM, WireFormat.TEXT, fidelity);
    }

    /// The same bytes, in the form that costs the server less: to write texts of 2 KB as text takes
    /// it a sixth more than to write them as binary.
    TypeChoice cheapest(PgType source) {
        return source.isTextInBinary()
                ? new TypeChoice(type, wire, WireFormat.BINARY, fidelity)
                : this;
    }

    TypeChoice with(Fidelity other) {
        return new TypeChoice(type, wire, format, other);
    }
}
