package dev.rivet.row;

/// One output column.
///
/// @param nativeType the source's own name for the type, for example `numeric` or `tinyint(1)`
public record Column(String name, String nativeType, LogicalType type, Fidelity fidelity) {}
