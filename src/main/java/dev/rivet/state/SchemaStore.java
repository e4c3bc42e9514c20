package dev.rivet.state;

import java.util.Map;
import java.util.Optional;

/// The columns an export had when it last succeeded: name to type label, in order.
public interface SchemaStore {
    Optional<Map<String, String>> load(String export);

    void save(String export, Map<String, String> columns);

    void forget(String export);
}
