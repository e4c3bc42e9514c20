package dev.rivet.config;

import dev.rivet.diag.Code;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// `{price: decimal(18,4)}`: in braces, YAML begins a new entry at the comma of a type.
final class SplitType {
    private static final Pattern BEGINNING =
            Pattern.compile("(?:decimal|numeric)\\s*\\(\\s*[-+]?\\d+");
    private static final Pattern END = Pattern.compile("[-+]?\\d+\\s*\\)");

    private SplitType() {}

    /// The entries of the map that are halves of such types; they are reported.
    static Set<NodeTuple> report(MappingNode map, Spot spot, Findings findings) {
        Set<NodeTuple> halves = new HashSet<>();
        List<NodeTuple> entries = map.getValue();
        for (int i = 0; i + 1 < entries.size(); i++) {
            String type = plain(entries.get(i).getValueNode());
            String rest = plain(entries.get(i + 1).getKeyNode());
            if (BEGINNING.matcher(type.toLowerCase(Locale.ROOT)).matches()
                    && END.matcher(rest).matches()) {
                String name = plain(entries.get(i).getKeyNode());
                findings.problem(
                        spot.child(name).at(entries.get(i).getValueNode()),
                        Code.CONFIG_YAML_INVALID,
                        "a type with a comma must be quoted in braces: YAML ends it at the comma",
                        "Write `" + name + ": \"" + type + "," + rest + "\"`.");
                halves.add(entries.get(i));
                halves.add(entries.get(i + 1));
            }
        }
        return halves;
    }

    private static String plain(Node node) {
        return node instanceof ScalarNode scalar && scalar.isPlain() ? scalar.getValue() : "";
    }
}
