package dev.rivet.row;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/// The columns of a selection, in order; names are unique and there is at least one.
public record RowSchema(List<Column> columns) {
    public RowSchema {
        columns = List.copyOf(columns);
        Set<String> names = new HashSet<>();
        for (Column column : columns) {
            if (!names.add(column.name())) {
                throw new IllegalArgumentException("column twice: " + column.name());
            }
        }
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("a schema without columns");
        }
    }

    public int size() {
        return columns.size();
    }

    public Column column(int index) {
        return columns.get(index);
    }

    public OptionalInt indexOf(String name) {
        return IntStream.range(0, size()).filter(i -> column(i).name().equals(name)).findFirst();
    }
}
