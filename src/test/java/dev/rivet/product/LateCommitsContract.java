package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Writers that commit late, out of order, after having been idle before their first write, and in
/// two phases, while one run after the other reads what is new: every row is delivered once. Who
/// goes on from the highest value that he has seen loses some of them: that is counted too, so
/// that the test knows that there was something to lose.
abstract class LateCommitsContract {
    private static final int WRITERS = 4;

    /// Of one test; the long form is `-Drivet.test.late=50`.
    private static final int RUNS = Integer.getInteger("rivet.test.late", 6);

    @TempDir Path folder;

    abstract LiveDatabase database();

    /// Anew: `late(id auto-incremented, at microseconds from now(), note text, second whole seconds
    /// from now())`, all three indexed.
    abstract List<String> table();

    /// Makes what the session has done ready to be committed by its name.
    abstract String prepare(Statement session, int writer, int round) throws SQLException;

    @ParameterizedTest
    @ValueSource(strings = {"id", "at", "second"})
    void noRowIsLostAndNoneComesTwice(String cursor) throws Exception {
        database().execute(table());
        Workspace workspace =
                Workspace.of(
                        folder,
                        database().engine(),
                        database().endpoint(),
                        """
                        - name: late
                          table: late
                          format: csv
                          mode: incremental
                          cursor_column: %s
                          destination: {type: local, path: out}
                        """
                                .formatted(cursor));
        AtomicBoolean stop = new AtomicBoolean();
        Set<String> lost = new HashSet<>();
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS + 1)) {
            List<Future<Void>> running = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                running.add(writers.submit(() -> write(writer, stop)));
            }
            Future<Set<String>> naive = writers.submit(naive(cursor, stop));
            try {
                for (int run = 0; run < RUNS; run++) {
                    workspace.run();
                }
            } finally {
                stop.set(true);
            }
            for (Future<Void> each : running) {
                each.get();
            }
            lost.addAll(ids());
            lost.removeAll(naive.get());
        }
        workspace.run();
        workspace.run();

        List<String> delivered =
                Delivered.all(folder.resolve("out")).stream()
                        .map(line -> line.substring(0, line.indexOf(',')))
                        .sorted()
                        .toList();
        assertThat(delivered).isEqualTo(ids());
        assertThat(lost).as("what others lose").isNotEmpty();
    }

    private List<String> ids() throws SQLException {
        return database().ask("SELECT id FROM late").stream()
                .map(row -> String.valueOf(row.getFirst()))
                .sorted()
                .toList();
    }

    private Void write(int writer, AtomicBoolean stop) throws Exception {
        Random random = new Random(writer);
        try (Connection connection = database().connector().open();
                Statement statement = connection.createStatement()) {
            for (int round = 0; !stop.get(); round++) {
                statement.execute(begin(writer, round));
                if (random.nextInt(3) == 0) {
                    Thread.sleep(random.nextInt(700));
                }
                statement.execute("INSERT INTO late (note) VALUES ('w" + writer + "')");
                Thread.sleep(random.nextInt(random.nextInt(5) == 0 ? 1200 : 100));
                if (writer == 0) {
                    String end = prepare(statement, writer, round);
                    Thread.sleep(random.nextInt(400));
                    statement.execute(end);
                } else {
                    statement.execute("COMMIT");
                }
            }
        }
        return null;
    }

    /// Begins a transaction of a writer; the first writer's ends in two phases.
    abstract String begin(int writer, int round);

    /// Goes on from the highest value that it has seen, as is usual.
    private Callable<Set<String>> naive(String cursor, AtomicBoolean stop) {
        return () -> {
            Set<String> seen = new HashSet<>();
            String last = null;
            while (!stop.get()) {
                String where = last == null ? "" : " WHERE %s > '%s'".formatted(cursor, last);
                var rows =
                        database()
                                .ask(
                                        "SELECT id, %1$s FROM late%2$s ORDER BY %1$s"
                                                .formatted(cursor, where));
                for (var row : rows) {
                    seen.add(String.valueOf(row.get(0)));
                    last = String.valueOf(row.get(1));
                }
                Thread.sleep(20);
            }
            Thread.sleep(2000);
            String where = last == null ? "" : " WHERE %s > '%s'".formatted(cursor, last);
            database()
                    .ask("SELECT id FROM late" + where)
                    .forEach(row -> seen.add(String.valueOf(row.getFirst())));
            return seen;
        };
    }
}
