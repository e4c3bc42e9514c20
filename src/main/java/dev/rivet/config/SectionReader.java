package dev.rivet.config;

import dev.rivet.diag.Code;
import dev.rivet.diag.NearNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Holds nodes against the table of keys: what is unknown, unavailable, missing or of the wrong
/// kind is reported; what is right becomes a [Section].
final class SectionReader {
    private static final int MOST_NODES = 200_000;

    private final Variables variables;
    private final Findings findings;
    private final ScalarReader scalars;
    private int visited;

    SectionReader(Variables variables, Findings findings) {
        this.variables = variables;
        this.findings = findings;
        this.scalars = new ScalarReader(variables, findings);
    }

    /// The block, as far as it is right; empty after a report when the node is no map at all.
    Optional<Section> read(Node node, Shape.Block block, Spot spot) {
        if (!(node instanceof MappingNode map)) {
            findings.problem(
                    spot,
                    Code.CONFIG_VALUE_INVALID,
                    "must be " + Shapes.inWords(block),
                    "Write `key: value` lines, indented below.");
            return Optional.empty();
        }
        Section section = new Section(block, spot);
        UnknownKeys unknown = new UnknownKeys(block, findings);
        Set<String> seen = new HashSet<>();
        for (NodeTuple tuple : map.getValue()) {
            name(tuple.getKeyNode(), spot)
                    .filter(name -> isFirst(name, seen))
                    .ifPresent(name -> entry(name, tuple.getValueNode(), section, unknown));
        }
        unknown.reportMisplaced(spot);
        reportMissing(section, block);
        return Optional.of(section);
    }

    private void entry(Scalar name, Node node, Section section, UnknownKeys unknown) {
        countNode();
        Optional<ConfigKey> key = section.block().key(name.text());
        if (key.isEmpty()) {
            unknown.add(name.text(), name.spot(), shown(node));
            unknown.meant(name.text()).map(ConfigKey::name).ifPresent(section::mean);
        } else if (!key.get().available()) {
            findings.problem(
                    name.spot(),
                    Code.CONFIG_KEY_UNAVAILABLE,
                    "`" + name.text() + "` is not available in this version of rivet");
            NearNames.of(name.text(), section.block().names()).forEach(section::mean);
        } else if (!scalars.isNothing(node, key.get().shape(), name.spot())) {
            Spot spot = name.spot().at(node);
            section.put(name.text(), spot, value(key.get(), node, spot).orElse(new Value.Broken()));
        }
    }

    private Optional<Value> value(ConfigKey key, Node node, Spot spot) {
        return switch (key.shape()) {
            case Shape.Block block -> read(node, block, spot).map(Value.Child::new);
            case Shape.Blocks(Shape.Block each) -> blocks(key, node, each, spot);
            case Shape.Texts() -> texts(node, spot);
            case Shape.FlagOrTexts() ->
                    node instanceof SequenceNode
                            ? texts(node, spot)
                            : scalars.read(node, Shape.flag(), spot).map(Value.One::new);
            case Shape.TextOrTexts() ->
                    node instanceof SequenceNode
                            ? texts(node, spot)
                            : scalars.read(node, Shape.text(), spot).map(Value.One::new);
            case Shape.ByName(Shape each) -> named(node, each, spot);
            case Shape.Text(),
                    Shape.Confidential(),
                    Shape.Whole(_, _),
                    Shape.WordOrWhole(_, _, _),
                    Shape.Fraction(_, _),
                    Shape.Flag(),
                    Shape.Choice(_),
                    Shape.Size(),
                    Shape.ColumnType() ->
                    scalars.read(node, key.shape(), spot).map(Value.One::new);
        };
    }

    private Optional<Value> blocks(ConfigKey key, Node node, Shape.Block each, Spot spot) {
        if (!(node instanceof SequenceNode list)) {
            return wrongKind(key.shape(), spot, "Begin each entry with `- `, one below the other.");
        }
        if (list.getValue().isEmpty()) {
            key.whenMissing()
                    .ifPresent(
                            demand ->
                                    findings.problem(
                                            spot,
                                            demand.code(),
                                            "the list is empty",
                                            demand.remedy()));
            return Optional.empty();
        }
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < list.getValue().size(); i++) {
            Node item = list.getValue().get(i);
            Spot place = spot.item(i).at(item);
            sections.add(read(item, each, place).orElseGet(() -> new Section(each, place)));
        }
        return Optional.of(new Value.Children(sections));
    }

    private Optional<Value> texts(Node node, Spot spot) {
        if (!(node instanceof SequenceNode list)) {
            return wrongKind(new Shape.Texts(), spot, "Write `[one, two]`.");
        }
        List<Scalar> texts = new ArrayList<>();
        for (int i = 0; i < list.getValue().size(); i++) {
            Node item = list.getValue().get(i);
            countNode();
            scalars.read(item, Shape.text(), spot.item(i).at(item)).ifPresent(texts::add);
        }
        return texts.size() == list.getValue().size()
                ? Optional.of(new Value.Many(List.copyOf(texts)))
                : Optional.empty();
    }

    private Optional<Value> named(Node node, Shape each, Spot spot) {
        if (!(node instanceof MappingNode map)) {
            return wrongKind(new Shape.ByName(each), spot, "Write `name: value` lines below.");
        }
        Map<String, Scalar> entries = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        Set<NodeTuple> halves =
                each instanceof Shape.ColumnType ? SplitType.report(map, spot, findings) : Set.of();
        for (NodeTuple tuple : map.getValue()) {
            countNode();
            if (halves.contains(tuple)) {
                continue;
            }
            Node value = tuple.getValueNode();
            name(tuple.getKeyNode(), spot)
                    .filter(name -> isFirst(name, seen))
                    .ifPresent(
                            name ->
                                    scalars.read(value, each, name.spot().at(value))
                                            .ifPresent(found -> entries.put(name.text(), found)));
        }
        return Optional.of(new Value.Named(entries));
    }

    private Optional<Value> wrongKind(Shape shape, Spot spot, String action) {
        findings.problem(
                spot, Code.CONFIG_VALUE_INVALID, "must be " + Shapes.inWords(shape), action);
        return Optional.empty();
    }

    private Optional<Scalar> name(Node node, Spot parent) {
        if (!(node instanceof ScalarNode scalar)) {
            findings.problem(
                    parent.at(node),
                    Code.CONFIG_YAML_INVALID,
                    "a key must be a word, not a map or a list",
                    "Put a key that begins with a brace or a bracket in quotes.");
            return Optional.empty();
        }
        return variables
                .fill(scalar.getValue(), parent.at(node), findings)
                .map(
                        text ->
                                new Scalar(
                                        parent.child(text).at(node),
                                        text,
                                        text,
                                        Scalar.Lines.KEPT));
    }

    private boolean isFirst(Scalar name, Set<String> seen) {
        if (seen.add(name.text())) {
            return true;
        }
        findings.problem(
                name.spot(),
                Code.CONFIG_YAML_INVALID,
                "the key `" + name.text() + "` stands here a second time",
                "Keep one of the two.");
        return false;
    }

    private void reportMissing(Section section, Shape.Block block) {
        for (ConfigKey key : block.keys()) {
            boolean told = section.wrote(key.name()) || section.meant(key.name());
            if (key.whenMissing().isPresent() && !told) {
                ConfigKey.Demand demand = key.whenMissing().get();
                findings.problem(
                        section.spot(),
                        demand.code(),
                        "`" + key.name() + "` is missing",
                        demand.remedy());
            }
        }
    }

    private void countNode() {
        if (++visited > MOST_NODES) {
            findings.problem(
                    Spot.FILE,
                    Code.CONFIG_YAML_INVALID,
                    "more than " + MOST_NODES + " values, counted with what aliases repeat",
                    "Use fewer aliases, or split the configuration.");
            findings.throwIfAny();
        }
    }

    private static String shown(Node node) {
        return node instanceof ScalarNode scalar ? Variables.show(scalar.getValue()) : "...";
    }
}
