package dev.rivet.source.postgres.query;

import dev.rivet.plan.Edge;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Slice;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Hands out the pieces of one slice to the connections that read it, each piece once.
/// Thread-safe.
public final class KeyPieces {
    private final Queue<String> statements;
    private final int count;

    /// @param statements one for each piece; together they bring every row of the slice once
    public KeyPieces(List<String> statements) {
        this.statements = new ArrayDeque<>(statements);
        this.count = statements.size();
    }

    /// Cuts a slice.
    ///
    /// @param cuts ascending in the server's order, all different, inside the slice
    public static KeyPieces of(OrderedKey key, Slice slice, List<KeyValue> cuts) {
        if (!(slice instanceof Slice.Between between)) {
            return new KeyPieces(List.of(key.select("*", slice)));
        }
        List<String> statements = new ArrayList<>();
        @Nullable Edge from = between.from();
        for (KeyValue cut : cuts) {
            statements.add(statement(key, from, Edge.excluding(cut)));
            from = Edge.including(cut);
        }
        statements.add(statement(key, from, between.to()));
        return new KeyPieces(statements);
    }

    private static String statement(OrderedKey key, @Nullable Edge from, @Nullable Edge to) {
        return key.select("*", new Slice.Between(key.key(), from, to));
    }

    /// How many there were.
    public int count() {
        return count;
    }

    /// Whether all are handed out.
    public synchronized boolean isEmpty() {
        return statements.isEmpty();
    }

    /// The statement of the next one; empty when all are handed out.
    public synchronized Optional<String> next() {
        return Optional.ofNullable(statements.poll());
    }
}
