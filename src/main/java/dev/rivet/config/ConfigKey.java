package dev.rivet.config;

import dev.rivet.diag.Code;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One key of the configuration: everything that parser, JSON Schema and reference know of it.
///
/// @param doc one sentence
/// @param fallback what counts when the key is not written; null when nothing or when it depends
/// @param demand set when the key must be written
record ConfigKey(
        String name,
        Shape shape,
        Availability availability,
        String doc,
        @Nullable String fallback,
        @Nullable Demand demand) {

    /// What to say when the key is missing.
    ///
    /// @param remedy what to add, a full sentence
    record Demand(Code code, String remedy) {}

    /// An optional key that this version acts on.
    static ConfigKey key(String name, Shape shape, String doc) {
        return new ConfigKey(name, shape, Availability.AVAILABLE, doc, null, null);
    }

    /// A key that a later version will act on.
    static ConfigKey later(String name, Shape shape, String doc) {
        return new ConfigKey(name, shape, Availability.NOT_YET, doc, null, null);
    }

    ConfigKey or(String value) {
        return new ConfigKey(name, shape, availability, doc, value, demand);
    }

    ConfigKey required(String remedy) {
        return required(Code.CONFIG_KEY_MISSING, remedy);
    }

    ConfigKey required(Code code, String remedy) {
        return new ConfigKey(name, shape, availability, doc, fallback, new Demand(code, remedy));
    }

    Optional<Demand> whenMissing() {
        return Optional.ofNullable(demand);
    }

    Optional<String> valueWhenAbsent() {
        return Optional.ofNullable(fallback);
    }

    boolean available() {
        return availability == Availability.AVAILABLE;
    }
}
