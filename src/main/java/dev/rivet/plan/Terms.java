package dev.rivet.plan;

import dev.rivet.config.ExportConfig;
import dev.rivet.config.Selection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/// What must stay as it was for progress to count that was made earlier: whose rows they are, by
/// what they are told apart, and what becomes of them. What is filled into `${…}` is a part of it
/// only where a run has committed some of its chunks.
///
/// @param facts by name
public record Terms(Map<String, String> facts) {
    static final String SOURCE = "source";
    static final String DESTINATION = "destination";
    static final String FORMAT = "format";
    public static final String CURSOR = "cursor";
    public static final String QUERY = "query";
    static final String FILLED = "values of ${…}";

    private static final int HASH_BYTES = 8;

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
            case Selection.Query query -> facts.put(QUERY, query.written());
        }
        return new Terms(facts);
    }

    /// Of chunks that were committed already: also how they are cut, what was filled into the
    /// query, and whatever changes a byte of their files.
    public Terms withOutput(ExportConfig export) {
        Map<String, String> all = new LinkedHashMap<>(facts);
        if (export.selection() instanceof Selection.Query query
                && !query.sql().equals(query.written())) {
            all.put(FILLED, hash(query.sql()));
        }
        all.putAll(OutputFacts.of(export));
        return new Terms(all);
    }

    /// What was filled in may be personal or secret, so that only the start of a hash is kept.
    private static String hash(String sql) {
        try {
            byte[] all =
                    MessageDigest.getInstance("SHA-256")
                            .digest(sql.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(all, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
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
