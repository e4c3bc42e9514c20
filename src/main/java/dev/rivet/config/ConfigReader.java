package dev.rivet.config;

import dev.rivet.diag.Code;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Reads `rivet.yaml`. Thread-safe.
public final class ConfigReader {
    private static final String SOURCE = "source";
    private static final String EXPORTS = "exports";

    private final Map<String, String> environment;
    private final Clock clock;

    /// @param environment the process's variables
    /// @param clock says which day `{date}` is, in UTC
    public ConfigReader(Map<String, String> environment, Clock clock) {
        this.environment = Map.copyOf(environment);
        this.clock = clock;
    }

    /// Reads and checks the whole configuration.
    ///
    /// @param file as the user named it; messages begin with it
    /// @param params values for `${NAME}`, before those of the environment
    /// @throws dev.rivet.diag.RivetException every problem of the file at once
    public LoadedConfig read(Path file, Map<String, String> params) {
        Findings findings = new Findings(file.toString());
        Variables variables = new Variables(environment, params);
        Section root = root(file, variables, findings);
        List<Section> exports = root.children(EXPORTS);
        nameExports(exports, findings);
        Anchor anchor = Anchor.of(file);
        Optional<SourceConfig> source =
                root.wrote(SOURCE)
                        ? new SourceReader(variables, anchor, findings).read(root.child(SOURCE))
                        : Optional.empty();
        List<ExportConfig> configs =
                new ExportReader(
                                root.child(SOURCE),
                                new SelectionReader(
                                        root.child(SOURCE).text("type").orElse(""),
                                        variables,
                                        anchor,
                                        findings),
                                new DestinationReader(anchor, clock, findings),
                                findings)
                        .read(exports);
        findings.throwIfAny();
        findings.reads(file.toAbsolutePath().normalize());
        variables.unused().forEach(name -> warnOfUnused(name, findings));
        return new LoadedConfig(
                new RivetConfig(file.toAbsolutePath().normalize(), source.orElseThrow(), configs),
                findings.warnings(),
                findings.inputs());
    }

    /// The names of the declared exports, in the file's order, without checking anything else.
    /// A name with a variable that the environment does not set stays as it is written.
    ///
    /// @throws dev.rivet.diag.RivetException when the file is unreadable, not YAML, or declares
    ///     no exports
    public List<String> exportNames(Path file) {
        Findings findings = new Findings(file.toString());
        Optional<Node> root = YamlTree.of(Variables.hide(ConfigText.read(file)), findings);
        findings.throwIfAny();
        List<String> names =
                root.flatMap(node -> under(node, EXPORTS)).stream()
                        .filter(SequenceNode.class::isInstance)
                        .flatMap(list -> ((SequenceNode) list).getValue().stream())
                        .flatMap(export -> under(export, "name").stream())
                        .filter(ScalarNode.class::isInstance)
                        .map(name -> nameOf((ScalarNode) name))
                        .toList();
        if (names.isEmpty()) {
            findings.problem(Spot.FILE, Code.CONFIG_NO_EXPORTS, "declares no export with a name");
        }
        findings.throwIfAny();
        return names;
    }

    private static Section root(Path file, Variables variables, Findings findings) {
        Optional<Section> root =
                YamlTree.of(Variables.hide(ConfigText.read(file)), findings)
                        .flatMap(
                                node ->
                                        new SectionReader(variables, findings)
                                                .read(node, ConfigKeys.ROOT, Spot.FILE.at(node)));
        if (root.isEmpty()) {
            findings.throwIfAny();
        }
        return root.orElseThrow();
    }

    private static void nameExports(List<Section> exports, Findings findings) {
        for (int i = 0; i < exports.size(); i++) {
            int index = i;
            exports.get(i).text("name").ifPresent(name -> findings.nameExport(index, name));
        }
    }

    private static void warnOfUnused(String name, Findings findings) {
        findings.warn(Spot.FILE, "the parameter `" + name + "` is used nowhere");
    }

    private String nameOf(ScalarNode name) {
        return new Variables(environment, Map.of())
                .fill(name.getValue(), Spot.FILE, new Findings(""))
                .orElseGet(() -> Variables.show(name.getValue()));
    }

    private static Optional<Node> under(Node node, String key) {
        return node instanceof MappingNode map
                ? map.getValue().stream()
                        .filter(tuple -> isNamed(tuple, key))
                        .map(NodeTuple::getValueNode)
                        .findFirst()
                : Optional.empty();
    }

    private static boolean isNamed(NodeTuple tuple, String key) {
        return tuple.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key);
    }
}
