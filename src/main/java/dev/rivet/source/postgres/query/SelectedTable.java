package dev.rivet.source.postgres.query;

import dev.rivet.source.postgres.type.ResultColumn;
import dev.rivet.source.postgres.type.TableChange;
import java.util.List;

/// The table that a configuration's name led to.
///
/// @param oid what it is, whatever it is called
/// @param name qualified and quoted, as the snapshot has it
/// @param caveats why what is read of it may be less than the table
public record SelectedTable(long oid, String name, List<String> caveats) {
    public SelectedTable {
        caveats = List.copyOf(caveats);
    }

    /// Proves that these are columns of this table.
    ///
    /// @throws dev.rivet.diag.RivetException `SOURCE_COLUMNS_CHANGED_UNDER_READ` unless they are
    public void check(List<ResultColumn> announced) {
        if (!announced.stream().allMatch(column -> column.tableOid() == oid)) {
            throw TableChange.found("%s is another table by now.".formatted(name));
        }
    }
}
