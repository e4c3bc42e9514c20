package dev.rivet.source.mysql;

import dev.rivet.config.Selection;
import dev.rivet.source.Gate;
import dev.rivet.source.PreparedRead;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import org.jspecify.annotations.Nullable;

/// One connection to MySQL or MariaDB.
final class MySqlSession implements SourceSession {
    private final Link link;
    private final String database;
    private volatile @Nullable MySqlReader reader;
    private volatile boolean closed;

    MySqlSession(Link link, String database) {
        this.link = link;
        this.database = database;
    }

    @Override
    public String serverVersion() {
        return link.server().label();
    }

    @Override
    public ReadPlan describe(ReadRequest request) {
        return new Describer(link, database).describe(request);
    }

    @Override
    public PreparedRead read(ReadPlan plan, Gate gate) {
        if (!(plan instanceof MySqlPlan own)) {
            throw new IllegalArgumentException("a plan of another source: " + plan.path());
        }
        MySqlReader next = new MySqlReader(link, own, statements(own), gate);
        reader = next;
        return PreparedRead.of(next);
    }

    private static Statements statements(MySqlPlan plan) {
        PageKey key = plan.pageKey();
        return switch (plan.selection()) {
            case Selection.Table table when key != null -> new KeyPages(table, key, plan);
            case Selection.Table table -> new OneStatement(plan.sql());
            case Selection.Query query -> new OneStatement(query.sql());
        };
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            MySqlReader running = reader;
            if (running != null) {
                running.stop();
            }
            link.close();
        }
    }
}
