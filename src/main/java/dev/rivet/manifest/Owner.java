package dev.rivet.manifest;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.manifest.Manifest.SourceRef;
import org.jspecify.annotations.Nullable;

/// Whose a destination is: a folder has one manifest, so it belongs to one export of one source.
///
/// @param source only what tells one source from another counts: what is not known on one of two
///     sides, tells nothing
public record Owner(String export, SourceRef source) {
    static Owner of(Manifest manifest) {
        return new Owner(manifest.run().exportName(), manifest.source());
    }

    /// @param where the destination, for the message
    /// @throws dev.rivet.diag.RivetException `DEST_PREFIX_MODE_MISMATCH` when the manifest that is
    ///     there belongs to somebody else
    void refuseOther(Manifest there, String where) {
        Owner other = of(there);
        if (!isSameAs(other)) {
            throw Diagnostic.of(
                            Code.DEST_PREFIX_MODE_MISMATCH,
                            "%s belongs to %s, and a folder has one manifest: %s may not write there. Nothing was read or written."
                                    .formatted(where, other.words(), words()),
                            "Give each export a destination of its own, for example with `{export}` in the path. If that export is no more, move its manifest.json and _SUCCESS away.")
                    .toException();
        }
    }

    private boolean isSameAs(Owner other) {
        return export.equals(other.export)
                && source.engine().equals(other.source.engine())
                && agree(source.database(), other.source.database())
                && agree(source.schema(), other.source.schema())
                && agree(source.table(), other.source.table());
    }

    private static boolean agree(@Nullable String one, @Nullable String other) {
        return one == null || other == null || one.equals(other);
    }

    private String words() {
        String database = source.database() == null ? "" : " " + source.database();
        String table = source.table() == null ? "a query" : "table " + source.table();
        return "export '%s' (%s of %s%s)".formatted(export, table, source.engine(), database);
    }
}
