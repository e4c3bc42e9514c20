package dev.rivet.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One block of the configuration, its values checked one by one. A key that is absent or
/// broken has no value; [#wrote(String)] tells which.
final class Section {
    private final Shape.Block block;
    private final Spot spot;
    private final Map<String, Spot> spots = new HashMap<>();
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final Set<String> meant = new HashSet<>();

    Section(Shape.Block block, Spot spot) {
        this.block = block;
        this.spot = spot;
    }

    void put(String key, Spot where, Value value) {
        spots.put(key, where);
        values.put(key, value);
    }

    /// Notes that the key was probably meant by another one, which is reported already.
    void mean(String key) {
        meant.add(key);
    }

    /// Whether a key that was reported was meant for one of these: that they are missing needs no
    /// word of its own.
    boolean meant(String... keys) {
        return List.of(keys).stream().anyMatch(meant::contains);
    }

    Shape.Block block() {
        return block;
    }

    Spot spot() {
        return spot;
    }

    /// Where the key stands; the section's own place when it does not.
    Spot spot(String key) {
        return spots.getOrDefault(key, spot);
    }

    boolean wrote(String key) {
        return values.containsKey(key);
    }

    /// The keys of these that are written, in the order given.
    List<String> written(String... keys) {
        return List.of(keys).stream().filter(this::wrote).toList();
    }

    Optional<Scalar> scalar(String key) {
        return values.get(key) instanceof Value.One(Scalar scalar)
                ? Optional.of(scalar)
                : Optional.empty();
    }

    /// The value, or what the table says counts without one.
    Optional<String> text(String key) {
        return wrote(key)
                ? scalar(key).map(Scalar::text)
                : block.key(key).flatMap(ConfigKey::valueWhenAbsent);
    }

    OptionalLong whole(String key) {
        @Nullable String text = text(key).orElse(null);
        return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }

    boolean flag(String key) {
        return text(key).map(Boolean::parseBoolean).orElse(false);
    }

    /// The section under the key, an empty one if there is none.
    Section child(String key) {
        if (values.get(key) instanceof Value.Child(Section section)) {
            return section;
        }
        Shape shape = block.key(key).map(ConfigKey::shape).orElseThrow();
        return new Section((Shape.Block) shape, spot(key).child(key));
    }

    List<Section> children(String key) {
        return values.get(key) instanceof Value.Children(List<Section> sections)
                ? sections
                : List.of();
    }

    /// Empty unless the key holds a list that is right.
    Optional<List<Scalar>> list(String key) {
        return values.get(key) instanceof Value.Many(List<Scalar> scalars)
                ? Optional.of(scalars)
                : Optional.empty();
    }

    Map<String, Scalar> named(String key) {
        return values.get(key) instanceof Value.Named(Map<String, Scalar> scalars)
                ? scalars
                : Map.of();
    }
}
