package dev.rivet.plan;

import dev.rivet.config.ExportConfig;
import dev.rivet.config.Selection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/// What must stay as it was for progress to count that was made earlier: whose rows they are, by
/// what they are told apart, and what becomes of them. What is filled into `${…}` is no part of
/// it.
///
/// @param facts by name
public record Terms(Map<String, String> facts) {
    static final String SOURCE = "source";
    static final String DESTINATION = "destination";
    static final String FORMAT = "format";
    static final String CURSOR = "cursor";

    public Terms {
        facts = Map.copyOf(facts);
    }

    /// Of a watermark.
    ///
    /// @param source which database, without user and password
    /// @param destination where its files go, the same for each day
    public static Terms of(ExportConfig export, Key key, String source, String destination) {
        Map<String, String> facts = new LinkedHashMap<>(of(export, source, destination).facts());
        facts.put(CURSOR, key.display());
        return new Terms(facts);
    }

    /// Of an export, however it is read.
    public static Terms of(ExportConfig export, String source, String destination) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(SOURCE, source);
        facts.put(DESTINATION, destination);
        facts.put(FORMAT, export.files().format().extension());
        switch (export.selection()) {
            case Selection.Table table -> facts.put("table", table.display());
            case Selection.Query query -> facts.put("query", query.written());
        }
        return new Terms(facts);
    }

    /// Of chunks that were committed already: also how they are cut, and whatever changes a
    /// byte of their files.
    public Terms withOutput(ExportConfig export) {
        Map<String, String> all = new LinkedHashMap<>(facts);
        all.putAll(OutputFacts.of(export));
        return new Terms(all);
    }

    /// The names of what differs, in alphabetical order.
    public List<String> differences(Terms now) {
        TreeSet<String> names = new TreeSet<>(facts.keySet());
        names.addAll(now.facts.keySet());
        List<String> different = new ArrayList<>();
        for (String name : names) {
            if (!Objects.equals(facts.get(name), now.facts.get(name))) {
                different.add(name);
            }
        }
        return different;
    }
}
