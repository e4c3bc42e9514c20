package dev.rivet.config;

import dev.rivet.diag.Code;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The `meta_columns` block.
final class MetaColumnReader {
    private static final String ROW_HASH = "row_hash";

    private final Findings findings;

    MetaColumnReader(Findings findings) {
        this.findings = findings;
    }

    MetaColumns read(Section export) {
        Section meta = export.child("meta_columns");
        return new MetaColumns(meta.flag("exported_at"), rowHash(meta));
    }

    private MetaColumns.RowHash rowHash(Section meta) {
        Optional<List<Scalar>> columns = meta.list(ROW_HASH);
        if (columns.isPresent()) {
            return only(columns.get(), meta.spot(ROW_HASH));
        }
        return meta.flag(ROW_HASH)
                ? new MetaColumns.RowHash.AllColumns()
                : new MetaColumns.RowHash.Off();
    }

    private MetaColumns.RowHash only(List<Scalar> columns, Spot spot) {
        if (columns.isEmpty()) {
            problem(spot, "lists no column");
        }
        Set<String> seen = new HashSet<>();
        columns.stream()
                .filter(column -> !seen.add(column.text()))
                .forEach(column -> problem(column.spot(), "is listed twice"));
        return new MetaColumns.RowHash.Only(columns.stream().map(Scalar::text).toList());
    }

    private void problem(Spot spot, String what) {
        findings.problem(spot, Code.CONFIG_ROW_HASH_INVALID, what);
    }
}
