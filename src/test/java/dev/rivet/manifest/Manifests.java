package dev.rivet.manifest;

import dev.rivet.destination.FileContent;
import dev.rivet.journal.FileKind;
import dev.rivet.journal.Outcome;
import dev.rivet.journal.RunId;
import java.time.Instant;
import java.util.List;

/// Manifests for tests.
final class Manifests {
    private Manifests() {}

    static Manifest of(String runId, Outcome outcome, Part... parts) {
        return new Manifest(
                new Manifest.RunRef(
                        new RunId(runId),
                        "orders",
                        Instant.parse("2026-11-21T05:02:50.505Z"),
                        Instant.parse("2026-11-21T05:02:52.700Z"),
                        outcome),
                new Manifest.SourceRef(
                        "postgres",
                        "shop",
                        "public",
                        "orders",
                        new Manifest.Extraction("full", null),
                        "one snapshot"),
                new Manifest.DestinationRef("local", "file:///data/orders"),
                new Manifest.Files(
                        new FileKind("parquet", "zstd"), "xxh3:00000000000000aa", List.of(parts)),
                List.of(),
                null,
                null);
    }

    static Part part(int id, String name, long rows) {
        FileContent file = new FileContent(name, 10, "xxh3:0123456789abcdef");
        return new Part(id, file, rows, null);
    }

    static Manifest withEverything() {
        Manifest plain = of("orders_1", Outcome.SUCCESS, part(1, "a.parquet", 3));
        return new Manifest(
                plain.run(),
                new Manifest.SourceRef(
                        "mysql",
                        null,
                        null,
                        null,
                        new Manifest.Extraction("full", null),
                        "one statement"),
                plain.destination(),
                plain.files(),
                List.of(new Manifest.Replaced("created_at", 7)),
                new Manifest.RowHash("_rivet_row_hash", List.of("id", "näme"), "xxh3-128"),
                new Manifest.Checksums(
                        "xxh3-64-sum-v2",
                        List.of(
                                new Manifest.ColumnChecksum("id", -1),
                                new Manifest.ColumnChecksum("näme", 0))));
    }
}
