package dev.rivet.source.postgres.query;

import dev.rivet.config.StatementBudget;
import org.jspecify.annotations.Nullable;

/// How a selection is read.
public sealed interface ReadPath {
    /// For people; part of the summary and the manifest.
    String label();

    /// Through a portal: bound once, then so many rows at a time, over one connection. For every
    /// selection.
    record Portal(Reason reason) implements ReadPath {
        public Portal() {
            this(Reason.NO_PAGES);
        }

        @Override
        public String label() {
            return switch (reason) {
                case NO_PAGES -> "portal, one snapshot";
                case SPARES_CACHE -> "portal, one snapshot (gentle on the server's cache)";
            };
        }
    }

    /// Why a portal.
    enum Reason {
        /// What is selected has no pages that could be shared out.
        NO_PAGES,
        /// A large table that is read from its beginning to its end goes through a corner of the
        /// server's cache; ranges of pages go through all of it.
        SPARES_CACHE
    }

    /// Ranges of pages, over several connections. For plain tables.
    ///
    /// @param filter what is read of the pages; null for all rows
    record Pages(TablePages pages, @Nullable Filter filter) implements ReadPath {
        public Pages(TablePages pages) {
            this(pages, null);
        }

        /// The same pages, of which only some rows are read.
        public Pages where(Filter wanted) {
            return new Pages(pages, wanted);
        }

        @Override
        public String label() {
            return filter == null
                    ? "page ranges, one snapshot"
                    : "page ranges where " + filter.display() + ", one snapshot";
        }

        public PageRanges ranges(StatementBudget budget) {
            return new PageRanges(pages.count(), pages.bytesPerPage(), budget);
        }

        /// How many connections are worth it.
        public int connections(int most) {
            return (int) Math.min(most, PageRanges.count(pages.count(), pages.bytesPerPage()));
        }

        /// The statement for one range: from the row address `$1` on, to before `$2`. Heirs of the
        /// table are left out: it has none.
        public String sql() {
            return "SELECT * FROM ONLY "
                    + pages.table()
                    + " WHERE ctid OPERATOR(pg_catalog.>=) $1"
                    + " AND ctid OPERATOR(pg_catalog.<) $2"
                    + (filter == null ? "" : " AND (" + filter.sql() + ")");
        }
    }
}
