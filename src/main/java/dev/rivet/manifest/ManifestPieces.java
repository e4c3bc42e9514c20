package dev.rivet.manifest;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes one manifest of those of a run's chunks. Pure.
final class ManifestPieces {
    private ManifestPieces() {}

    static Manifest joined(List<Manifest> pieces, Instant finishedAt, String consistency) {
        Manifest first = pieces.getFirst();
        pieces.forEach(each -> requireLike(first, each));
        Manifest.RunRef run = first.run();
        Manifest.SourceRef source = first.source();
        return new Manifest(
                new Manifest.RunRef(
                        run.id(), run.exportName(), run.startedAt(), finishedAt, run.outcome()),
                new Manifest.SourceRef(
                        source.engine(),
                        source.database(),
                        source.schema(),
                        source.table(),
                        source.extraction(),
                        consistency),
                first.destination(),
                new Manifest.Files(
                        first.files().kind(), first.files().schemaFingerprint(), parts(pieces)),
                replaced(pieces),
                first.rowHash(),
                checksums(pieces));
    }

    private static void requireLike(Manifest first, Manifest other) {
        boolean same =
                first.run().id().equals(other.run().id())
                        && first.files()
                                .schemaFingerprint()
                                .equals(other.files().schemaFingerprint());
        if (!same) {
            throw Diagnostic.of(
                            Code.INTERNAL_RUN_INVARIANT,
                            "Chunks with different columns, or of different runs, were to become one"
                                    + " delivery.")
                    .toException();
        }
    }

    private static List<Part> parts(List<Manifest> pieces) {
        List<Part> parts = new ArrayList<>();
        for (Manifest piece : pieces) {
            for (Part part : piece.files().parts()) {
                parts.add(new Part(parts.size() + 1, part.file(), part.rows(), part.moment()));
            }
        }
        return parts;
    }

    private static List<Manifest.Replaced> replaced(List<Manifest> pieces) {
        Map<String, Long> sums = new LinkedHashMap<>();
        pieces.stream()
                .flatMap(piece -> piece.replaced().stream())
                .forEach(each -> sums.merge(each.column(), each.values(), Long::sum));
        return sums.entrySet().stream()
                .map(each -> new Manifest.Replaced(each.getKey(), each.getValue()))
                .toList();
    }

    /// The sums do not depend on an order, so that of all rows is that of the pieces' sums.
    /// Without one of them there is none.
    private static Manifest.@Nullable Checksums checksums(List<Manifest> pieces) {
        Map<String, Long> sums = new LinkedHashMap<>();
        for (Manifest piece : pieces) {
            Manifest.Checksums each = piece.checksums();
            if (each == null) {
                return null;
            }
            each.columns().forEach(column -> sums.merge(column.name(), column.sum(), Long::sum));
        }
        Manifest.Checksums first = pieces.getFirst().checksums();
        return first == null
                ? null
                : new Manifest.Checksums(
                        first.render(),
                        sums.entrySet().stream()
                                .map(
                                        each ->
                                                new Manifest.ColumnChecksum(
                                                        each.getKey(), each.getValue()))
                                .toList());
    }
}
