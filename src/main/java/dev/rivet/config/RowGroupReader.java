package dev.rivet.config;

import dev.rivet.diag.Code;
import org.jspecify.annotations.Nullable;

/// The part of the `parquet` block that says how row groups are cut.
final class RowGroupReader {
    static final int TARGET_MEGABYTES = 128;

    private static final long MEGABYTE = 1 << 20;
    private static final String STRATEGY = "row_group_strategy";
    private static final String ROWS = "row_group_rows";
    private static final String TARGET = "target_row_group_mb";
    private static final String MOST = "max_row_group_mb";

    private final Findings findings;

    RowGroupReader(Findings findings) {
        this.findings = findings;
    }

    RowGroups read(Section export) {
        Section parquet = export.child("parquet");
        if (parquet.written(STRATEGY, ROWS, TARGET, MOST).isEmpty()) {
            return new RowGroups.Default();
        }
        return parquet.text(STRATEGY).orElse("auto").equals("fixed_rows")
                ? byRows(parquet)
                : byMemory(parquet);
    }

    private RowGroups byRows(Section parquet) {
        refuse(parquet, "auto", TARGET, MOST);
        return new RowGroups.FixedRows((int) parquet.whole(ROWS).orElse(RowGroups.LEAST_ROWS));
    }

    private RowGroups byMemory(Section parquet) {
        refuse(parquet, "fixed_rows", ROWS);
        @Nullable Long most =
                parquet.whole(MOST).isPresent()
                        ? Long.valueOf(parquet.whole(MOST).getAsLong() * MEGABYTE)
                        : null;
        return new RowGroups.FixedMemory(
                parquet.whole(TARGET).orElse(TARGET_MEGABYTES) * MEGABYTE, most);
    }

    private void refuse(Section parquet, String strategy, String... keys) {
        for (String key : parquet.written(keys)) {
            findings.problem(
                    parquet.spot(key),
                    Code.CONFIG_MODE_SETTING_INVALID,
                    "has no meaning with this `row_group_strategy`",
                    "Remove it, or write `row_group_strategy: " + strategy + "`.");
        }
    }
}
