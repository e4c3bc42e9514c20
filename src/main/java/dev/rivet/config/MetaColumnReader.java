package dev.rivet.config;

import dev.rivet.diag.Code;
import java.util.HashSet;
import java.util.List;
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
        if (!meta.wrote(ROW_HASH) || meta.scalar(ROW_HASH).isPresent()) {
            return meta.flag(ROW_HASH)
                    ? new MetaColumns.RowHash.AllColumns()
                    : new MetaColumns.RowHash.Off();
        }
        List<String> columns = meta.list(ROW_HASH).stream().map(Scalar::text).toList();
        if (columns.isEmpty()) {
            problem(meta.spot(ROW_HASH), "lists no column");
        }
        Set<String> seen = new HashSet<>();
        meta.list(ROW_HASH).stream()
                .filter(column -> !seen.add(column.text()))
                .forEach(column -> problem(column.spot(), "is listed twice"));
        return new MetaColumns.RowHash.Only(columns);
    }

    private void problem(Spot spot, String what) {
        findings.problem(spot, Code.CONFIG_ROW_HASH_INVALID, what);
    }
}
