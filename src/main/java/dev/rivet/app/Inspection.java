package dev.rivet.app;

import dev.rivet.config.ConfigReader;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.NearNames;
import dev.rivet.diag.RivetException;
import dev.rivet.state.StateStore;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Questions to the state that is there: about declared exports only, and without making one.
final class Inspection {
    private final ConfigReader configs;
    private final Adapters adapters;

    Inspection(ConfigReader configs, Adapters adapters) {
        this.configs = configs;
        this.adapters = adapters;
    }

    /// @param export only this one; null for all
    /// @param question gets the names in the configuration's order
    /// @return empty when there is no state yet
    /// @throws RivetException `CLI_EXPORT_UNKNOWN`
    <T> Optional<T> ask(
            Path config, @Nullable String export, BiFunction<StateStore, Set<String>, T> question) {
        Set<String> names = names(config, export);
        Path folder = config.toAbsolutePath().normalize().resolveSibling("");
        Optional<StateStore> existing = adapters.existingState(folder);
        if (existing.isEmpty()) {
            return Optional.empty();
        }
        try (StateStore state = existing.get()) {
            return Optional.of(
                    question.apply(state, withPartitions(names, names(config, null), state)));
        }
    }

    /// An export's partitions are exports of their own, which no configuration names.
    private static Set<String> withPartitions(
            Set<String> names, Set<String> declared, StateStore state) {
        Set<String> all = new LinkedHashSet<>();
        Set<String> known = new TreeSet<>(state.history().exports());
        known.removeAll(declared);
        for (String name : names) {
            all.add(name);
            known.stream().filter(each -> isOf(name, each)).forEach(all::add);
        }
        return all;
    }

    /// @throws RivetException `CLI_EXPORT_UNKNOWN`
    Set<String> names(Path config, @Nullable String export) {
        List<String> declared = configs.exportNames(config);
        if (export != null && declared.stream().noneMatch(each -> isOf(each, export))) {
            throw unknown(export, declared);
        }
        return export == null ? new LinkedHashSet<>(declared) : Set.of(export);
    }

    /// Whether it is the export, or a partition of it.
    private static boolean isOf(String declared, String export) {
        return export.equals(declared) || export.startsWith(declared + "__");
    }

    static RivetException unknown(String name, List<String> declared) {
        String meant =
                NearNames.closest(name, declared)
                        .map(near -> "Did you mean " + near + "? ")
                        .orElse("");
        return Diagnostic.of(
                        Code.CLI_EXPORT_UNKNOWN,
                        "there is no export named '" + name + "'",
                        meant
                                + "Declared exports: "
                                + String.join(", ", new TreeSet<>(declared))
                                + ".")
                .toException();
    }
}
