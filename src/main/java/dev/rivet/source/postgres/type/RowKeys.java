package dev.rivet.source.postgres.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Finds among a result's columns those that tell its rows apart: the primary keys of its tables.
public final class RowKeys {
    private final List<ResultColumn> announced;
    private final Map<Long, List<Integer>> primaryKeys;

    /// For one result.
    ///
    /// @param primaryKeys the attributes of each table's primary key
    public RowKeys(List<ResultColumn> announced, Map<Long, List<Integer>> primaryKeys) {
        this.announced = announced;
        this.primaryKeys = primaryKeys;
    }

    /// The tables that the result's columns come from.
    public static Set<Long> tables(List<ResultColumn> announced) {
        return announced.stream()
                .map(ResultColumn::tableOid)
                .filter(oid -> oid != 0)
                .collect(Collectors.toSet());
    }

    /// The plans, each with the key of its rows.
    ///
    /// @param columns those that were announced, in the same order
    public List<ColumnPlan> addedTo(List<ColumnPlan> columns) {
        List<ColumnPlan> added = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            added.add(columns.get(i).withRowKey(keyOf(i)));
        }
        return added;
    }

    private List<Integer> keyOf(int column) {
        long table = announced.get(column).tableOid();
        List<Integer> key = new ArrayList<>();
        for (int attribute : primaryKeys.getOrDefault(table, List.of())) {
            IntStream.range(0, announced.size())
                    .filter(i -> i != column)
                    .filter(i -> announced.get(i).tableOid() == table)
                    .filter(i -> announced.get(i).attribute() == attribute)
                    .findFirst()
                    .ifPresent(key::add);
        }
        return key;
    }
}
