package dev.rivet.extract;

import dev.rivet.config.ExportConfig;
import dev.rivet.config.MetaColumns;
import dev.rivet.config.Selection.Table;
import dev.rivet.encode.ColumnChecksums;
import dev.rivet.encode.MetaColumnAppender;
import dev.rivet.encode.RowHash;
import dev.rivet.extract.FileSeries.Finished;
import dev.rivet.journal.Outcome;
import dev.rivet.manifest.Manifest;
import dev.rivet.manifest.Owner;
import dev.rivet.manifest.Part;
import dev.rivet.manifest.SchemaFingerprint;
import dev.rivet.plan.ExportPlan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The manifest of a run, from what it has done. Pure but for the clock.
final class ManifestDraft {
    private final Job job;
    private final ExportConfig export;
    private final Equipment equipment;

    ManifestDraft(Job job, Equipment equipment) {
        this.job = job;
        this.export = job.export();
        this.equipment = equipment;
    }

    /// Who delivers here; known before anything is read.
    Owner owner() {
        return new Owner(export.name(), source("unknown", null));
    }

    /// Of one chunk.
    ///
    /// @param progress of the whole run; null for none
    /// @param replaced values by column
    Manifest of(
            ReadChunk read, ExportPlan.@Nullable Progress progress, Map<String, Long> replaced) {
        MetaColumnAppender meta = read.meta();
        return new Manifest(
                new Manifest.RunRef(
                        job.id(),
                        export.name(),
                        job.startedAt(),
                        equipment.clock().instant(),
                        Outcome.SUCCESS),
                source(read.moment().path(), progress),
                new Manifest.DestinationRef(
                        export.destination().kind(), equipment.output().destination().uri()),
                new Manifest.Files(job.files(), SchemaFingerprint.of(meta.schema()), parts(read)),
                replaced.entrySet().stream()
                        .map(each -> new Manifest.Replaced(each.getKey(), each.getValue()))
                        .toList(),
                rowHash(meta),
                checksums(read.checksums()));
    }

    /// Of all chunks of a run.
    ///
    /// @param pieces in their order; at least one
    Manifest of(List<Manifest> pieces) {
        Set<String> moments = new LinkedHashSet<>();
        pieces.stream()
                .flatMap(piece -> piece.files().parts().stream())
                .forEach(part -> moments.add(String.valueOf(part.moment())));
        String path = pieces.getLast().source().consistency();
        return Manifest.joined(
                pieces,
                equipment.clock().instant(),
                moments.size() > 1
                        ? path.replace(", one snapshot", "")
                                + ", "
                                + moments.size()
                                + " snapshots, see the parts"
                        : path);
    }

    private static List<Part> parts(ReadChunk read) {
        List<Part> parts = new ArrayList<>();
        for (Finished each : read.files()) {
            parts.add(
                    new Part(
                            parts.size() + 1,
                            each.file().content(),
                            each.rows(),
                            read.moment().name()));
        }
        return parts;
    }

    private Manifest.SourceRef source(String consistency, ExportPlan.@Nullable Progress progress) {
        @Nullable Table table = export.selection() instanceof Table named ? named : null;
        return new Manifest.SourceRef(
                equipment.input().engine(),
                equipment.input().database(),
                table == null ? null : table.schema(),
                table == null ? null : table.name(),
                new Manifest.Extraction(
                        export.mode().label(), progress == null ? null : progress.alone()),
                consistency);
    }

    private static Manifest.@Nullable RowHash rowHash(MetaColumnAppender meta) {
        return meta.covered().isEmpty()
                ? null
                : new Manifest.RowHash(MetaColumns.ROW_HASH, meta.covered(), RowHash.RENDER);
    }

    private static Manifest.Checksums checksums(List<ColumnChecksums.Checksum> checksums) {
        return new Manifest.Checksums(
                ColumnChecksums.RENDER,
                checksums.stream()
                        .map(each -> new Manifest.ColumnChecksum(each.name(), each.value()))
                        .toList());
    }
}
