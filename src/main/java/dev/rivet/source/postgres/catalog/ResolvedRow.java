package dev.rivet.source.postgres.catalog;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Place;
import dev.rivet.diag.RivetException;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeyValue;
import dev.rivet.source.postgres.connect.Backend;
import dev.rivet.source.postgres.connect.ControlChannel;
import dev.rivet.source.postgres.query.RowKey;
import java.util.List;

/// A key of several columns, and each of them for itself.
record ResolvedRow(RowKey key, List<KeyCatalog.Resolved> parts) implements ResolvedKey {
    ResolvedRow {
        parts = List.copyOf(parts);
    }

    /// Resolves it in the transaction in which the selection was described. Blocks.
    ///
    /// @throws RivetException as [KeyCatalog#resolve], and `PLAN_CHUNK_KEY_UNUSABLE` where the
    ///     catalog does not promise that none of the columns is ever NULL
    static ResolvedRow of(Backend main, Described selection, Key key) {
        KeyCatalog catalog = new KeyCatalog(main);
        List<KeyCatalog.Resolved> parts =
                key.columns().stream()
                        .map(each -> catalog.resolve(selection, Key.of(each)))
                        .toList();
        if (selection.table().filter(table -> catalog.hasHeirs(table.oid())).isPresent()) {
            throw unusable(
                            "the table has heirs, in which columns of "
                                    + key.display()
                                    + " may be NULL")
                    .toException();
        }
        for (KeyCatalog.Resolved each : parts) {
            if (each.key().nullable()) {
                throw mayBeNull(key, each.key().key().display());
            }
        }
        return new ResolvedRow(
                new RowKey(
                        key,
                        selection.from(),
                        parts.stream().map(KeyCatalog.Resolved::key).toList()),
                parts);
    }

    private static RivetException mayBeNull(Key key, String column) {
        String message =
                ("%s is no key to cut by: nothing promises that %s is never NULL, and rows with"
                                + " a NULL in them cannot be compared")
                        .formatted(key.display(), column);
        return unusable(message).at(Place.column(column)).toException();
    }

    private static Diagnostic unusable(String message) {
        return Diagnostic.of(
                Code.PLAN_CHUNK_KEY_UNUSABLE,
                message,
                "Name columns of a table that are NOT NULL, or one indexed column.");
    }

    @Override
    public List<KeyValue> noted(ControlChannel control, KeyValue from, KeyValue to) {
        return new RowSamples(control, this)
                .even().stream()
                        .filter(each -> from.compare(each).orElse(0) < 0)
                        .filter(each -> each.compare(to).orElse(0) < 0)
                        .toList();
    }
}
