package dev.rivet.config;

import dev.rivet.diag.Code;
import dev.rivet.row.LogicalType;
import dev.rivet.row.Unrepresentable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// From the entries of `exports` to [ExportConfig]s.
final class ExportReader {
    private final Section source;
    private final SelectionReader selections;
    private final DestinationReader destinations;
    private final TuningReader tunings;
    private final Findings findings;
    private final Map<String, Spot> names = new HashMap<>();
    private final Map<DestinationConfig, String> folders = new HashMap<>();

    ExportReader(
            Section source,
            SelectionReader selections,
            DestinationReader destinations,
            Findings findings) {
        this.source = source;
        this.selections = selections;
        this.destinations = destinations;
        this.tunings = new TuningReader(source, findings);
        this.findings = findings;
    }

    /// The exports that are right; the others are reported.
    List<ExportConfig> read(List<Section> exports) {
        tunings.checkSource();
        List<ExportConfig> configs = new ArrayList<>();
        for (Section export : exports) {
            read(export).ifPresent(configs::add);
        }
        return configs;
    }

    private Optional<ExportConfig> read(Section export) {
        Optional<String> name = export.scalar("name").filter(this::isUsable).map(Scalar::text);
        Optional<Selection> selection = selections.read(export);
        Optional<OutputFormat> format = new FormatReader(findings).read(export);
        Optional<DestinationConfig> destination =
                destinations.read(export, name.orElse("{export}"));
        Map<String, LogicalType> overrides = new OverrideReader(findings).read(export, selection);
        MetaColumns metaColumns = new MetaColumnReader(findings).read(export);
        Tuning tuning = tunings.merge(export);
        Optional<Mode> mode = new ModeReader(findings).read(export);
        Retries retries = attempts(export, tunings.retries(export));
        if (name.isEmpty() || selection.isEmpty() || format.isEmpty() || destination.isEmpty()) {
            return Optional.empty();
        }
        if (mode.isEmpty() || !fits(export, mode.get(), destination.get())) {
            return Optional.empty();
        }
        refuseSharedFolder(export, name.get(), destination.get());
        return Optional.of(
                new ExportConfig(
                        name.get(),
                        selection.get(),
                        mode.get(),
                        new ExportConfig.Columns(overrides, unrepresentable(export), metaColumns),
                        files(export, format.get(), destination.get()),
                        destination.get(),
                        tuning,
                        retries));
    }

    private ExportConfig.Files files(
            Section export, OutputFormat format, DestinationConfig destination) {
        boolean replace = export.text("history").filter(word -> word.equals("replace")).isPresent();
        if (replace && destination instanceof DestinationConfig.Stdout) {
            findings.problem(
                    export.spot("history"),
                    Code.CONFIG_MODE_SETTING_INVALID,
                    "standard output keeps no files that could be replaced",
                    "Remove `history`.");
        }
        return new ExportConfig.Files(
                format,
                maxFileBytes(export),
                noRows(export),
                replace ? History.REPLACE : History.KEEP,
                partition(export, destination));
    }

    private @Nullable PartitionBy partition(Section export, DestinationConfig destination) {
        Optional<String> column = export.text("partition_by");
        boolean token =
                destination instanceof DestinationConfig.Local(var path)
                        && path.toString().contains(PartitionBy.TOKEN);
        if (column.isPresent() != token) {
            findings.problem(
                    export.spot(column.isPresent() ? "partition_by" : "destination"),
                    Code.CONFIG_MODE_SETTING_INVALID,
                    "each partition has a folder of its own, which `{partition}` in the path names",
                    "Write `partition_by:` and `path: .../{partition}`, or neither.");
        }
        column.filter(ExportReader::isUnsafe)
                .ifPresent(
                        name ->
                                findings.problem(
                                        export.spot("partition_by"),
                                        Code.CONFIG_PATH_UNSAFE,
                                        "becomes part of a folder's name, where this is not safe",
                                        "Give the column another name in a query."));
        return column.map(
                        name ->
                                new PartitionBy(
                                        name,
                                        PartitionBy.Granularity.valueOf(
                                                export.text("partition_granularity")
                                                        .orElse("day")
                                                        .toUpperCase(Locale.ROOT))))
                .orElse(null);
    }

    private static Retries attempts(Section export, Retries usual) {
        OptionalLong most = export.whole("chunk_max_attempts");
        return most.isEmpty() ? usual : new Retries((int) most.getAsLong() - 1, usual.backoff());
    }

    /// Whether the mode can do what is asked of it besides.
    private boolean fits(Section export, Mode mode, DestinationConfig destination) {
        boolean stdout = destination instanceof DestinationConfig.Stdout;
        if (stdout && mode instanceof Mode.Chunked) {
            findings.problem(
                    export.spot("mode"),
                    Code.CONFIG_MODE_SETTING_INVALID,
                    "chunks become files of their own, and standard output is one file",
                    "Write `mode: full`, or `destination: {type: local, path: ...}`.");
            return false;
        }
        boolean replaces = export.text("history").filter("replace"::equals).isPresent();
        if (replaces && mode instanceof Mode.Incremental) {
            findings.problem(
                    export.spot("history"),
                    Code.CONFIG_MODE_SETTING_INVALID,
                    "would remove what earlier runs have delivered, and a run delivers only what is"
                            + " new",
                    "Remove `history`.");
            return false;
        }
        return true;
    }

    private boolean isUsable(Scalar name) {
        @Nullable Spot twin = names.putIfAbsent(name.text(), name.spot());
        if (twin != null) {
            findings.problem(
                    name.spot(),
                    Code.CONFIG_DUPLICATE_EXPORT,
                    "`"
                            + name.shown()
                            + "` is the name of the export in line "
                            + twin.line()
                            + " too");
        }
        return twin == null && isFileName(name);
    }

    private boolean isFileName(Scalar name) {
        boolean unsafe = isUnsafe(name.text());
        if (unsafe) {
            findings.problem(
                    name.spot(),
                    Code.CONFIG_EXPORT_NAME_RESERVED,
                    "is not safe in file names",
                    "Write a name without `/`, `\\`, `..`, control characters and leading dot.");
        }
        return !unsafe;
    }

    private static boolean isUnsafe(String name) {
        return name.chars().anyMatch(Character::isISOControl)
                || name.startsWith(".")
                || name.contains("..")
                || name.indexOf('/') >= 0
                || name.indexOf('\\') >= 0;
    }

    /// A folder has one manifest: the delivery of one would make that of the other disappear.
    private void refuseSharedFolder(Section export, String name, DestinationConfig destination) {
        @Nullable String other = folders.putIfAbsent(destination, name);
        if (other != null && destination instanceof DestinationConfig.Local(var path)) {
            findings.problem(
                    export.spot("destination"),
                    Code.CONFIG_DESTINATION_SHARED,
                    "`" + other + "` writes into " + path + " too, and a folder has one manifest");
        }
    }

    private @Nullable Unrepresentable unrepresentable(Section export) {
        String key = "on_unrepresentable";
        return export.text(key)
                .or(() -> source.text(key))
                .map(word -> Unrepresentable.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(null);
    }

    private NoRows noRows(Section export) {
        boolean file = export.text("empty").filter(word -> word.equals("file")).isPresent();
        boolean skipped = export.flag("skip_empty");
        if (file && skipped) {
            findings.problem(
                    export.spot("empty"),
                    Code.CONFIG_MODE_SETTING_INVALID,
                    "`skip_empty: true` delivers nothing, and no file either",
                    "Remove one of the two.");
        }
        return skipped ? NoRows.SKIPPED : file ? NoRows.EMPTY_FILE : NoRows.NO_FILE;
    }

    private static @Nullable Long maxFileBytes(Section export) {
        OptionalLong bytes =
                export.text("max_file_size").map(ByteSize::parse).orElse(OptionalLong.empty());
        return bytes.isPresent() ? Long.valueOf(bytes.getAsLong()) : null;
    }
}
