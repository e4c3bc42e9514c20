package dev.rivet.config;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an export reads: exactly one of `table`, `query`, `query_file`.
final class SelectionReader {
    private static final String TABLE = "table";
    private static final String QUERY = "query";
    private static final String QUERY_FILE = "query_file";
    private static final Pattern SEGMENT = Pattern.compile("[^.\"'`\\p{Cntrl}]+");
    private static final int MOST_SEGMENTS = 2;

    private final String engine;
    private final Variables variables;
    private final Anchor anchor;
    private final Findings findings;

    /// @param engine as under `source.type`
    SelectionReader(String engine, Variables variables, Anchor anchor, Findings findings) {
        this.engine = engine;
        this.variables = variables;
        this.anchor = anchor;
        this.findings = findings;
    }

    /// The selection; empty after a report.
    Optional<Selection> read(Section export) {
        List<String> written = export.written(TABLE, QUERY, QUERY_FILE);
        if (written.isEmpty() && export.meant(TABLE, QUERY, QUERY_FILE)) {
            return Optional.empty();
        }
        if (written.size() != 1) {
            findings.problem(
                    export.spot(),
                    Code.CONFIG_EXPORT_SOURCE_INVALID,
                    written.isEmpty()
                            ? "says nowhere what to read"
                            : "says in several ways what to read: " + String.join(", ", written),
                    written.isEmpty()
                            ? "Add one of `table:`, `query:` or `query_file:`."
                            : "Keep one of them.");
            return Optional.empty();
        }
        Optional<Scalar> value = export.scalar(written.getFirst());
        return switch (written.getFirst()) {
            case TABLE -> value.flatMap(this::table);
            case QUERY -> value.flatMap(this::written);
            default -> value.flatMap(this::queryFile);
        };
    }

    private Optional<Selection> table(Scalar name) {
        String[] segments = name.text().split("\\.", -1);
        boolean plain = List.of(segments).stream().allMatch(SelectionReader::isIdentifier);
        if (segments.length > MOST_SEGMENTS || !plain) {
            findings.problem(
                    name.spot(),
                    Code.CONFIG_VALUE_INVALID,
                    "is not a table name: `" + name.shown() + "`",
                    "Write `name` or `schema.name` without quotes; for any other name, use"
                            + " `query:`.");
            return Optional.empty();
        }
        @Nullable String schema = segments.length == MOST_SEGMENTS ? segments[0] : null;
        return Optional.of(new Selection.Table(schema, segments[segments.length - 1]));
    }

    private static boolean isIdentifier(String segment) {
        return SEGMENT.matcher(segment).matches() && segment.equals(segment.strip());
    }

    /// As it is shown: what variables hold has its own lines.
    private Optional<Selection> written(Scalar sql) {
        if (sql.lines() == Scalar.Lines.FOLDED && LineComments.areIn(sql.shown(), engine)) {
            findings.problem(
                    sql.spot(),
                    Code.CONFIG_VALUE_INVALID,
                    "holds a comment that would last until the end of the query: YAML joins these"
                            + " lines to one",
                    "Write `query: |`, which keeps the lines, or remove the comment.");
            return Optional.empty();
        }
        return query(sql.text(), sql.shown(), sql.spot());
    }

    private Optional<Selection> query(String sql, String shown, Spot spot) {
        String trimmed = trimmed(sql);
        if (trimmed.isEmpty()) {
            findings.problem(
                    spot,
                    Code.CONFIG_EXPORT_SOURCE_INVALID,
                    "the query is empty",
                    "Write a SELECT.");
            return Optional.empty();
        }
        return Optional.of(
                new Selection.Query(trimmed, trimmed(shown), variables.filledInto(shown)));
    }

    private static String trimmed(String sql) {
        String trimmed = sql.strip();
        while (trimmed.endsWith(";")) {
            trimmed = trimmed.substring(0, trimmed.length() - 1).strip();
        }
        return trimmed;
    }

    private Optional<Selection> queryFile(Scalar name) {
        return inside(name)
                .flatMap(file -> content(file, name.spot()))
                .flatMap(text -> filled(text, name.spot()));
    }

    private Optional<Selection> filled(String text, Spot spot) {
        return variables
                .fill(Variables.hide(text), spot, findings)
                .flatMap(sql -> query(sql, text, spot));
    }

    private Optional<Path> inside(Scalar name) {
        Optional<Path> file = anchor.resolve(name.text());
        boolean relative = file.isPresent() && !Path.of(name.text()).isAbsolute();
        if (!relative || PathRules.climbs(name.text())) {
            findings.problem(
                    name.spot(),
                    Code.CONFIG_PATH_UNSAFE,
                    "must be a relative path without `..`",
                    "Put the file into the configuration's folder and name it from there.");
            return Optional.empty();
        }
        if (file.filter(this::leadsOut).isPresent()) {
            findings.problem(
                    name.spot(),
                    Code.CONFIG_PATH_UNSAFE,
                    "leads, by a symbolic link, out of the configuration's folder",
                    "Put the file itself into the configuration's folder.");
            return Optional.empty();
        }
        return file;
    }

    private boolean leadsOut(Path file) {
        try {
            return Files.exists(file)
                    && !file.toRealPath().startsWith(anchor.folder().toRealPath());
        } catch (IOException unresolvable) {
            return true;
        }
    }

    private Optional<String> content(Path file, Spot spot) {
        findings.reads(file);
        try {
            return Optional.of(ConfigText.read(file));
        } catch (RivetException unreadable) {
            Diagnostic why = unreadable.diagnostic();
            findings.problem(
                    spot, why.code(), why.message(), "Write the query there, or correct the path.");
            return Optional.empty();
        }
    }
}
