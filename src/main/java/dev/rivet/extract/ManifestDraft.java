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
import dev.rivet.source.ReadPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        return new Owner(export.name(), source("unknown"));
    }

    /// @param checksums over what was transferred
    /// @param replaced values by column
    Manifest of(
            ReadPlan plan,
            MetaColumnAppender meta,
            List<Finished> files,
            List<ColumnChecksums.Checksum> checksums,
            Map<String, Long> replaced) {
        return new Manifest(
                new Manifest.RunRef(
                        job.id(),
                        export.name(),
                        job.startedAt(),
                        equipment.clock().instant(),
                        Outcome.SUCCESS),
                source(plan.path()),
                new Manifest.DestinationRef(
                        export.destination().kind(), equipment.output().destination().uri()),
                new Manifest.Files(job.files(), SchemaFingerprint.of(meta.schema()), parts(files)),
                replaced.entrySet().stream()
                        .map(each -> new Manifest.Replaced(each.getKey(), each.getValue()))
                        .toList(),
                rowHash(meta),
                checksums(checksums));
    }

    private static List<Part> parts(List<Finished> files) {
        List<Part> parts = new ArrayList<>();
        for (Finished each : files) {
            parts.add(new Part(parts.size() + 1, each.file().content(), each.rows()));
        }
        return parts;
    }

    private Manifest.SourceRef source(String consistency) {
        @Nullable Table table = export.selection() instanceof Table named ? named : null;
        return new Manifest.SourceRef(
                equipment.input().engine(),
                equipment.input().database(),
                table == null ? null : table.schema(),
                table == null ? null : table.name(),
                export.mode().label(),
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
