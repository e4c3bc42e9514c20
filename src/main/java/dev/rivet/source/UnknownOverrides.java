package dev.rivet.source;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.NearNames;
import dev.rivet.diag.Place;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/// Names under `columns:` that a selection does not have. One that differs from a column's by case
/// only is a mistake; any other may stand there for exports that share the map. Pure.
public final class UnknownOverrides {
    private UnknownOverrides() {}

    /// Those that differ from a column's name by case only, to be refused.
    public static List<Diagnostic> ofOtherCase(
            Collection<String> overrides, Collection<String> columns) {
        return told(
                overrides,
                columns,
                name -> isOtherCase(name, columns),
                Code.CONFIG_COLUMN_OVERRIDE_CASE);
    }

    /// All others, to be told.
    public static List<Diagnostic> others(
            Collection<String> overrides, Collection<String> columns) {
        return told(
                overrides,
                columns,
                name -> !isOtherCase(name, columns),
                Code.CONFIG_COLUMN_OVERRIDE_UNKNOWN);
    }

    /// Of the others, those that look as if they were meant for one of the columns that cannot do
    /// without an override.
    public static List<Diagnostic> othersMeant(
            Collection<String> overrides, Collection<String> columns, Collection<String> needy) {
        return told(
                overrides,
                columns,
                name -> !isOtherCase(name, columns) && !NearNames.of(name, needy).isEmpty(),
                Code.CONFIG_COLUMN_OVERRIDE_UNKNOWN);
    }

    private static List<Diagnostic> told(
            Collection<String> overrides,
            Collection<String> columns,
            Predicate<String> which,
            Code code) {
        return overrides.stream()
                .filter(name -> !columns.contains(name))
                .filter(which)
                .sorted()
                .map(name -> told(name, columns, code))
                .toList();
    }

    private static Diagnostic told(String name, Collection<String> columns, Code code) {
        String message =
                "columns: names \"%s\", which the selection does not have.%s"
                        .formatted(name, NearNames.question(name, columns));
        return Diagnostic.of(code, message).at(Place.column(name));
    }

    private static boolean isOtherCase(String name, Collection<String> columns) {
        String folded = name.toLowerCase(Locale.ROOT);
        return columns.stream().anyMatch(each -> each.toLowerCase(Locale.ROOT).equals(folded));
    }
}
