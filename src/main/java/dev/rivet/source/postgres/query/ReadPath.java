package dev.rivet.source.postgres.query;

import java.util.List;

/// How a selection is read.
public sealed interface ReadPath {
    /// For people; part of the summary and the manifest.
    String label();

    /// Through a portal: bound once, then so many rows at a time, over one connection. For every
    /// selection.
    record Portal() implements ReadPath {
        @Override
        public String label() {
            return "portal, one snapshot";
        }
    }

    /// `COPY` of page ranges, over several connections. For plain tables.
    ///
    /// @param columns expressions, in the order of the plan's columns
    record PageCopy(TablePages pages, List<String> columns) implements ReadPath {
        public PageCopy {
            columns = List.copyOf(columns);
        }

        @Override
        public String label() {
            return "copy of page ranges, one snapshot";
        }

        public PageRanges ranges() {
            return new PageRanges(pages.count(), pages.bytesPerPage());
        }

        /// How many connections are worth it.
        public int connections(int most) {
            return (int) Math.min(most, PageRanges.count(pages.count(), pages.bytesPerPage()));
        }

        /// Takes the lock that every range takes, until the transaction ends, and reads nothing.
        public String lockSql() {
            return "SELECT 1 FROM ONLY " + pages.table() + " LIMIT 0";
        }

        /// The statement for one range. Heirs of the table are left out: it has none.
        public String sql(PageRange range) {
            String upper =
                    range.to() == PageRange.END ? "" : " AND ctid < '(" + range.to() + ",0)'";
            return "COPY (SELECT %s FROM ONLY %s WHERE ctid >= '(%d,0)'%s) TO STDOUT (FORMAT BINARY)"
                    .formatted(String.join(", ", columns), pages.table(), range.from(), upper);
        }
    }
}
