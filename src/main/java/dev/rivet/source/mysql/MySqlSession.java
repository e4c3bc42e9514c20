package dev.rivet.source.mysql;

import dev.rivet.config.Selection;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.plan.HighWater;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeySurvey;
import dev.rivet.plan.Slice;
import dev.rivet.source.BatchReader;
import dev.rivet.source.Gate;
import dev.rivet.source.KeyQuestion;
import dev.rivet.source.PreparedRead;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import dev.rivet.source.mysql.catalog.Describer;
import dev.rivet.source.mysql.connect.Link;
import dev.rivet.source.mysql.connect.NoSharedViews;
import dev.rivet.source.mysql.connect.ReadViews;
import dev.rivet.source.mysql.connect.SharedViews;
import dev.rivet.source.mysql.query.KeyPages;
import dev.rivet.source.mysql.query.KeyRanges;
import dev.rivet.source.mysql.query.MySqlPlan;
import dev.rivet.source.mysql.query.OneStatement;
import dev.rivet.source.mysql.query.PageKey;
import dev.rivet.source.mysql.query.PageSizer;
import dev.rivet.source.mysql.query.RangePlanner;
import dev.rivet.source.mysql.query.ReadPath;
import dev.rivet.source.mysql.query.Sql;
import dev.rivet.source.mysql.query.Statements;
import dev.rivet.source.mysql.read.MySqlReader;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One connection to MySQL or MariaDB, and more of them for reading a table by ranges of its key.
final class MySqlSession implements SourceSession {
    private final Link link;
    private final Supplier<Link> connect;
    private final Duration patience;
    private final String database;
    private final List<Link> further = new ArrayList<>();
    private final List<MySqlReader> readers = new ArrayList<>();
    private @Nullable Described described;
    private boolean begun;
    private boolean closed;

    /// @param connect opens one more connection like the first
    /// @param patience with the further connections
    MySqlSession(Link link, Supplier<Link> connect, Duration patience, String database) {
        this.link = link;
        this.connect = connect;
        this.patience = patience;
        this.database = database;
    }

    @Override
    public String serverVersion() {
        return link.server().label();
    }

    @Override
    public ReadPlan describe(ReadRequest request) {
        closeFurther();
        MySqlPlan plan = new Describer(link, database).describe(request);
        described = new Described(request, plan);
        begun = false;
        return plan;
    }

    /// What was described last.
    private record Described(ReadRequest request, MySqlPlan plan) {}

    @Override
    public HighWater measure(ReadRequest request, KeyQuestion question) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Key> naturalKey(ReadRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public KeySurvey survey(ReadRequest request, Key key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PreparedRead read(ReadPlan plan, Slice slice, Gate gate) {
        Described last = described;
        if (last == null || plan != last.plan()) {
            throw new IllegalArgumentException("not the plan made last: " + plan.path());
        }
        closeFurther();
        List<MySqlReader> next = streams(last, gate);
        synchronized (this) {
            readers.addAll(next);
        }
        List<BatchReader> streams = List.copyOf(next);
        return new PreparedRead(streams, last.plan().path(), last.plan().readPath().remarks());
    }

    private List<MySqlReader> streams(Described last, Gate gate) {
        MySqlPlan plan = last.plan();
        begin(last);
        PageKey key = plan.pageKey();
        return switch (plan.selection()) {
            case Selection.Table table when key != null && key.isInteger() ->
                    ranges(table, key, plan, gate);
            case Selection.Table table when key != null ->
                    alone(new KeyPages(table, key, plan), plan, gate);
            case Selection.Table table -> alone(new OneStatement(plan.sql()), plan, gate);
            case Selection.Query query -> alone(new OneStatement(query.sql()), plan, gate);
        };
    }

    private List<MySqlReader> alone(Statements statements, MySqlPlan plan, Gate gate) {
        return List.of(new MySqlReader(link, plan, statements, gate));
    }

    private List<MySqlReader> ranges(
            Selection.Table table, PageKey key, MySqlPlan plan, Gate gate) {
        RangePlanner planner = planner(table, key, plan);
        List<MySqlReader> streams = new ArrayList<>();
        streams.add(new MySqlReader(link, plan, new KeyRanges(table, key, plan, planner), gate));
        for (Link each : further) {
            streams.add(
                    new MySqlReader(each, plan, new KeyRanges(table, key, plan, planner), gate));
        }
        return streams;
    }

    /// Begins the read views, as far as describing has not done that.
    private void begin(Described last) {
        if (!last.plan().size().hasReadViews()) {
            ReadViews.begin(link);
            return;
        }
        if (begun) {
            describeAgain(last);
        }
        begun = true;
        if (last.plan().readPath().planned() > 1
                && last.plan().selection() instanceof Selection.Table table) {
            share(table, last);
        }
    }

    /// Begins one read view on several connections, if they are to be had.
    private void share(Selection.Table table, Described last) {
        ReadPath path = last.plan().readPath();
        try {
            List<Link> opened =
                    new SharedViews(connect, patience, last.request().tuning())
                            .begin(link, path.planned() - 1, table);
            keep(opened);
            path.begunAsPlanned();
        } catch (NoSharedViews e) {
            path.begunAlone(e.why());
            if (!e.firstKeptItsView()) {
                describeAgain(last);
            }
        }
    }

    private void keep(List<Link> opened) {
        synchronized (this) {
            if (!closed) {
                further.addAll(opened);
                return;
            }
        }
        opened.forEach(Link::close);
        throw Diagnostic.of(Code.RUN_INTERRUPTED, "the session was closed").toException();
    }

    /// Begins anew what was described, with the table that has its name now: it must be like it.
    private void describeAgain(Described last) {
        MySqlPlan now = new Describer(link, database).describe(last.request());
        if (!now.reads(last.plan())) {
            String message = "the table is not what it was when it was described";
            throw Diagnostic.of(Code.SOURCE_COLUMNS_CHANGED_UNDER_READ, message)
                    .asTransient()
                    .toException();
        }
    }

    private RangePlanner planner(Selection.Table table, PageKey key, MySqlPlan plan) {
        PageSizer sizer = PageSizer.ofRanges(plan.size().averageRowBytes());
        Row bounds = link.ask(Sql.bounds(table, key)).iterator().next();
        @Nullable String first = bounds.getString(0);
        @Nullable String last = bounds.getString(1);
        if (first == null || last == null) {
            return new RangePlanner(sizer);
        }
        OptionalLong rows = plan.estimatedRows();
        return new RangePlanner(
                key.ordered(key.parsed(first)),
                key.ordered(key.parsed(last)),
                rows.orElse(1),
                sizer);
    }

    /// What an earlier read has opened.
    private void closeFurther() {
        List<Link> old;
        synchronized (this) {
            readers.clear();
            old = List.copyOf(further);
            further.clear();
        }
        old.forEach(Link::close);
    }

    @Override
    public void close() {
        List<MySqlReader> running;
        List<Link> links = new ArrayList<>();
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            running = List.copyOf(readers);
            links.add(link);
            links.addAll(further);
        }
        running.forEach(MySqlReader::stop);
        links.forEach(Link::close);
    }
}
