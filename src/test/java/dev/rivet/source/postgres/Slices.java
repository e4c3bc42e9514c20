package dev.rivet.source.postgres;

import dev.rivet.plan.Edge;
import dev.rivet.plan.HighWater;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeySurvey;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Slice;
import dev.rivet.source.KeyQuestion;
import dev.rivet.source.PreparedRead;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import dev.rivet.source.postgres.decode.Values;
import dev.rivet.testing.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads slices of a selection whose first column is an integer that tells its rows apart.
final class Slices {
    private Slices() {}

    static Slice between(String column, @Nullable Edge from, @Nullable Edge to) {
        return new Slice.Between(Key.of(column), from, to);
    }

    static Edge from(KeyType type, String text) {
        return Edge.including(new KeyValue(type, text));
    }

    static Edge before(KeyType type, String text) {
        return Edge.excluding(new KeyValue(type, text));
    }

    /// What a slice brought.
    ///
    /// @param ids in ascending order, those that came twice twice
    record Brought(String path, int connections, List<Long> ids) {}

    static Brought read(SourceSession session, ReadPlan plan, Slice slice) {
        PreparedRead read = session.read(plan, slice, Reading.OPEN);
        List<Long> ids = new ArrayList<>();
        Reading.batches(read)
                .forEach(
                        batch ->
                                Values.rows(batch)
                                        .forEach(
                                                row ->
                                                        ids.add(
                                                                ((Number) row.getFirst())
                                                                        .longValue())));
        return new Brought(read.path(), read.streams().size(), ids.stream().sorted().toList());
    }

    /// The same, described for itself.
    static Brought read(Reading reading, ReadRequest request, Slice slice) {
        try (SourceSession session = reading.open()) {
            return read(session, session.describe(request), slice);
        }
    }

    /// The ids that the server itself finds.
    static List<Long> ids(PostgresServer server, String sql) {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<Long> ids = new ArrayList<>();
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
            return ids.stream().sorted().toList();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    static HighWater measure(
            Reading reading, ReadRequest request, Key key, @Nullable Edge from, Duration patience) {
        try (SourceSession session = reading.open()) {
            return session.measure(request, new KeyQuestion(key, from, null, patience));
        }
    }

    static HighWater measure(Reading reading, ReadRequest request, String column) {
        return measure(reading, request, Key.of(column), null, Duration.ofSeconds(20));
    }

    static KeySurvey survey(Reading reading, ReadRequest request, String column) {
        try (SourceSession session = reading.open()) {
            return session.survey(request, Key.of(column));
        }
    }
}
