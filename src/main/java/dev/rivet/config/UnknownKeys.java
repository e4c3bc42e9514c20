package dev.rivet.config;

import dev.rivet.diag.Code;
import dev.rivet.diag.NearNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keys of one block that the table does not have there, and what was probably meant.
final class UnknownKeys {
    private static final String TUNING = "tuning";

    private final Shape.Block block;
    private final Findings findings;
    private final Map<String, String> misplaced = new LinkedHashMap<>();
    private Spot firstMisplaced = Spot.FILE;

    UnknownKeys(Shape.Block block, Findings findings) {
        this.block = block;
        this.findings = findings;
    }

    /// @param shown the value as it stands in the file
    void add(String name, Spot spot, String shown) {
        if (belongsUnderTuning(name)) {
            if (misplaced.isEmpty()) {
                firstMisplaced = spot;
            }
            misplaced.put(name, shown);
        } else {
            findings.problem(
                    spot,
                    Code.CONFIG_KEY_UNKNOWN,
                    "unknown key `" + name + "`",
                    advice(name) + " Known here: " + String.join(", ", availableNames()) + ".");
        }
    }

    /// Reports tuning keys that stand beside `tuning:` instead of in it, all in one.
    void reportMisplaced(Spot blockSpot) {
        if (misplaced.isEmpty()) {
            return;
        }
        StringBuilder snippet = new StringBuilder("Write them so:\n  tuning:");
        misplaced.forEach(
                (name, shown) -> snippet.append("\n    ").append(name).append(": ").append(shown));
        findings.problem(
                blockSpot.at(firstMisplaced.line(), firstMisplaced.column()),
                Code.CONFIG_KEY_UNKNOWN,
                "`"
                        + String.join("`, `", misplaced.keySet())
                        + "` must stand under `tuning:`, not beside it",
                snippet.toString());
    }

    private boolean belongsUnderTuning(String name) {
        return block.key(TUNING).isPresent()
                && SharedKeys.TUNING.key(name).filter(ConfigKey::available).isPresent();
    }

    private String advice(String name) {
        List<String> homes = KeyPaths.homesOf(name);
        return homes.isEmpty()
                ? meant(name).map(UnknownKeys::question).orElse("Remove it.")
                : "`" + name + "` is a key of " + String.join(", ", homes) + ".";
    }

    /// The key of this block that the unknown one was probably meant for.
    Optional<ConfigKey> meant(String name) {
        return KeyPaths.homesOf(name).isEmpty()
                ? NearNames.closest(name, block.names()).flatMap(block::key)
                : Optional.empty();
    }

    private static String question(ConfigKey key) {
        return "Did you mean `"
                + key.name()
                + "`?"
                + (key.available() ? "" : " It is not available in this version.");
    }

    private List<String> availableNames() {
        return block.keys().stream().filter(ConfigKey::available).map(ConfigKey::name).toList();
    }
}
