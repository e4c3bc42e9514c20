package dev.rivet.encode.parquet;

import dev.rivet.row.LogicalType;
import java.util.List;

/// One column of values in a file.
///
/// @param type of a value: for a list, of its elements
/// @param maxDefinition the definition level of a value
/// @param maxRepetition 1 in a list, else 0
record Leaf(List<String> path, LogicalType type, int maxDefinition, int maxRepetition) {
    /// Definition levels in a list: 0 no list, 1 an empty one, 2 a NULL in it, 3 a value.
    static final int IN_LIST = 3;

    Leaf {
        path = List.copyOf(path);
    }
}
