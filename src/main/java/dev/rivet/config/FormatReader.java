package dev.rivet.config;

import dev.rivet.diag.Code;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The files' format, with what compresses and cuts them.
final class FormatReader {
    private static final String CODEC = "compression";
    private static final String LEVEL = "compression_level";
    private static final String AUTO = "auto";
    private static final String PROFILE = "compression_profile";

    private final Findings findings;

    FormatReader(Findings findings) {
        this.findings = findings;
    }

    /// The format; empty after a report.
    Optional<OutputFormat> read(Section export) {
        return export.text("format")
                .map(format -> format.equals("csv") ? csv(export) : parquet(export));
    }

    private OutputFormat csv(Section export) {
        for (String key : export.written(CODEC, LEVEL, PROFILE)) {
            if (export.text(key).filter(value -> !value.equals("none")).isPresent()) {
                findings.problem(
                        export.spot(key),
                        Code.CONFIG_CSV_COMPRESSION_UNSUPPORTED,
                        "CSV is not compressed",
                        "Remove `" + key + "`, or write `format: parquet`.");
            }
        }
        if (export.wrote("parquet")) {
            findings.problem(
                    export.spot("parquet"),
                    Code.CONFIG_MODE_SETTING_INVALID,
                    "has no meaning with `format: csv`",
                    "Remove `parquet`, or write `format: parquet`.");
        }
        return new OutputFormat.Csv(
                export.child("csv")
                        .text("binary")
                        .map(word -> CsvBinary.valueOf(word.toUpperCase(Locale.ROOT)))
                        .orElse(CsvBinary.HEX));
    }

    private OutputFormat parquet(Section export) {
        if (export.wrote("csv")) {
            findings.problem(
                    export.spot("csv"),
                    Code.CONFIG_MODE_SETTING_INVALID,
                    "has no meaning with `format: parquet`",
                    "Remove `csv`, or write `format: csv`.");
        }
        return new OutputFormat.Parquet(
                compression(export),
                new RowGroupReader(findings).read(export),
                encoding(export),
                export.child("parquet").flag("arrow_extensions"));
    }

    private static ParquetEncoding encoding(Section export) {
        return export.child("parquet")
                .text("encoding")
                .map(word -> ParquetEncoding.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(ParquetEncoding.COMPATIBLE);
    }

    private Compression compression(Section export) {
        Optional<Compression> profile = export.text(PROFILE).map(FormatReader::profile);
        if (profile.isPresent()) {
            warnOfConflict(export, profile.get());
            return profile.get();
        }
        Compression.Codec codec =
                export.text(CODEC).map(FormatReader::codec).orElse(Compression.Codec.ZSTD);
        return new Compression(codec, level(export, codec));
    }

    private static Compression.Codec codec(String word) {
        return Compression.Codec.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Compression profile(String word) {
        return switch (word) {
            case "none" -> new Compression(Compression.Codec.NONE, 0);
            case "fast" -> new Compression(Compression.Codec.SNAPPY, 0);
            case "balanced" ->
                    new Compression(Compression.Codec.ZSTD, Compression.ZSTD_BALANCED_LEVEL);
            case "compact" ->
                    new Compression(Compression.Codec.ZSTD, Compression.ZSTD_COMPACT_LEVEL);
            default -> throw new IllegalArgumentException(word);
        };
    }

    private void warnOfConflict(Section export, Compression profile) {
        boolean otherCodec =
                export.text(CODEC).filter(word -> codec(word) != profile.codec()).isPresent();
        boolean otherLevel =
                export.text(LEVEL)
                        .filter(level -> !level.equals(String.valueOf(profile.level())))
                        .isPresent();
        if (otherCodec || otherLevel) {
            List<String> lost = export.written(CODEC, LEVEL);
            findings.warn(
                    export.spot(PROFILE),
                    "wins over `" + String.join("` and `", lost) + "`, which say otherwise");
        }
    }

    private int level(Section export, Compression.Codec codec) {
        return switch (codec) {
            case ZSTD -> level(export, 1, 22, Compression.ZSTD_AUTO_LEVEL);
            case GZIP -> level(export, 0, 9, Compression.GZIP_DEFAULT_LEVEL);
            case SNAPPY, LZ4, NONE -> noLevel(export, codec);
        };
    }

    private int level(Section export, int min, int max, int otherwise) {
        Optional<String> written = export.text(LEVEL).filter(word -> !word.equals(AUTO));
        if (written.isEmpty()) {
            return otherwise;
        }
        int level = Integer.parseInt(written.get());
        if (level < min || level > max) {
            findings.problem(
                    export.spot(LEVEL),
                    Code.CONFIG_VALUE_OUT_OF_RANGE,
                    "is out of range for this codec: `" + level + "`",
                    "Write `auto`, or a level from " + min + " to " + max + ".");
        }
        return level;
    }

    private int noLevel(Section export, Compression.Codec codec) {
        if (export.wrote(LEVEL)) {
            findings.problem(
                    export.spot(LEVEL),
                    Code.CONFIG_MODE_SETTING_INVALID,
                    "`compression: " + codec.label() + "` has no levels",
                    "Remove `compression_level`, or use `zstd` or `gzip`.");
        }
        return 0;
    }
}
