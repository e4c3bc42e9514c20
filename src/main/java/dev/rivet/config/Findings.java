package dev.rivet.config;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Place;
import dev.rivet.diag.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Everything that is wrong or doubtful in one configuration, in the order of the text.
final class Findings {
    private static final int MOST_SHOWN = 50;
    private static final int MOST_SOUGHT = 1_000;
    private static final Pattern EXPORT = Pattern.compile("exports\\[(\\d+)].*");

    private final String file;
    private final List<Finding> problems = new ArrayList<>();
    private final List<Finding> warnings = new ArrayList<>();
    private final Map<Integer, String> exportNames = new HashMap<>();
    private final List<Path> inputs = new ArrayList<>();

    private record Finding(Spot spot, Code code, String message, String action) {}

    /// @param file as the user named it
    Findings(String file) {
        this.file = file;
    }

    /// What follows is said of this export by its name too.
    void nameExport(int index, String name) {
        exportNames.put(index, name);
    }

    /// Notes that this file, absolute, belongs to the configuration.
    void reads(Path input) {
        inputs.add(input);
    }

    List<Path> inputs() {
        return List.copyOf(inputs);
    }

    /// Notes a problem.
    ///
    /// @throws dev.rivet.diag.RivetException when there are so many that nobody needs more
    void problem(Spot spot, Code code, String message, String action) {
        problems.add(new Finding(spot, code, message, action));
        if (problems.size() >= MOST_SOUGHT) {
            throwIfAny();
        }
    }

    void problem(Spot spot, Code code, String message) {
        problem(spot, code, message, code.action());
    }

    void warn(Spot spot, String message) {
        warnings.add(new Finding(spot, Code.CONFIG_VALUE_INVALID, message, ""));
    }

    List<String> warnings() {
        return sorted(warnings).stream().map(this::render).toList();
    }

    void throwIfAny() {
        List<Finding> all = sorted(problems);
        Problems shown = new Problems();
        all.stream().limit(MOST_SHOWN).map(this::diagnostic).forEach(shown::add);
        if (all.size() > MOST_SHOWN) {
            shown.add(
                    Diagnostic.of(
                            Code.CONFIG_YAML_INVALID,
                            file + ": " + (all.size() - MOST_SHOWN) + " more problems",
                            "Correct the ones above, then look again."));
        }
        shown.throwIfAny();
    }

    private static List<Finding> sorted(List<Finding> findings) {
        return findings.stream()
                .sorted(
                        Comparator.comparingInt((Finding each) -> each.spot().line())
                                .thenComparingInt(each -> each.spot().column()))
                .toList();
    }

    private Diagnostic diagnostic(Finding finding) {
        Place place = Place.file(file);
        return Diagnostic.of(finding.code(), render(finding), finding.action())
                .at(exportOf(finding.spot()).map(place::inExport).orElse(place));
    }

    private String render(Finding finding) {
        return file + ":" + finding.spot().prefix() + finding.message();
    }

    private Optional<String> exportOf(Spot spot) {
        Matcher inExport = EXPORT.matcher(spot.path());
        return inExport.matches()
                ? Optional.ofNullable(exportNames.get(Integer.valueOf(inExport.group(1))))
                : Optional.empty();
    }
}
