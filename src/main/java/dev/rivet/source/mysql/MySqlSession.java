package dev.rivet.source.mysql;

import dev.rivet.config.Selection;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.plan.HighWater;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeySurvey;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.Slice;
import dev.rivet.source.Gate;
import dev.rivet.source.KeyQuestion;
import dev.rivet.source.PreparedRead;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import dev.rivet.source.mysql.catalog.Describer;
import dev.rivet.source.mysql.catalog.KeyMeasure;
import dev.rivet.source.mysql.catalog.KeySurveyor;
import dev.rivet.source.mysql.catalog.Keys;
import dev.rivet.source.mysql.connect.Link;
import dev.rivet.source.mysql.connect.LogPosition;
import dev.rivet.source.mysql.connect.NoSharedViews;
import dev.rivet.source.mysql.connect.ReadViews;
import dev.rivet.source.mysql.connect.SharedViews;
import dev.rivet.source.mysql.query.KeyAccess;
import dev.rivet.source.mysql.query.MySqlPlan;
import dev.rivet.source.mysql.query.PageKey;
import dev.rivet.source.mysql.query.ReadPath;
import dev.rivet.source.mysql.query.SlicePath;
import dev.rivet.source.mysql.query.SliceWords;
import dev.rivet.source.mysql.read.MySqlReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        described = new Described(request, plan, new HashMap<>());
        begun = false;
        return plan;
    }

    /// What was described last.
    ///
    /// @param accesses how rows are found by the keys of its slices
    private record Described(ReadRequest request, MySqlPlan plan, Map<Key, KeyAccess> accesses) {
        SlicePath path(Slice slice, Keys keys) {
            return switch (slice) {
                case Slice.Everything all -> new SlicePath.Whole();
                case Slice.Between between ->
                        SlicePath.of(plan, slice, access(between.key(), keys));
                case Slice.WithoutKey none -> SlicePath.of(plan, slice, access(none.key(), keys));
            };
        }

        private KeyAccess access(Key key, Keys keys) {
            return accesses.computeIfAbsent(
                    key, name -> keys.of(plan.selection(), plan.columns(), name));
        }
    }

    @Override
    public HighWater measure(ReadRequest request, KeyQuestion question) {
        forget();
        return new KeyMeasure(link, database).measure(request, question);
    }

    @Override
    public KeyType typeOf(ReadRequest request, Key key) {
        forget();
        return new Keys(link, database).typeOf(request, key);
    }

    @Override
    public Optional<Key> naturalKey(ReadRequest request) {
        forget();
        PageKey key = new Describer(link, database).describe(request).pageKey();
        ReadViews.end(link);
        return Optional.ofNullable(key)
                .map(each -> Key.of(each.column()))
                .or(() -> new Keys(link, database).naturalRow(request));
    }

    @Override
    public KeySurvey survey(ReadRequest request, Key key) {
        forget();
        return new KeySurveyor(link, database).survey(request, key);
    }

    /// What is asked now is not part of the plan made last.
    private void forget() {
        closeFurther();
        described = null;
    }

    @Override
    public PreparedRead read(ReadPlan plan, Slice slice, Gate gate) {
        Described last = described;
        if (last == null || plan != last.plan()) {
            throw new IllegalArgumentException("not the plan made last: " + plan.path());
        }
        SlicePath path = last.path(slice, new Keys(link, database));
        if (!begun) {
            begin(last, path);
        }
        List<MySqlReader> next = new SliceStreams(link, further, last.plan(), gate).of(path);
        synchronized (this) {
            readers.clear();
            readers.addAll(next);
        }
        return new PreparedRead(
                List.copyOf(next),
                SliceWords.of(last.plan(), slice, path),
                last.plan().readPath().remarks());
    }

    /// Begins the read views, as far as describing has not done that. They last until something
    /// else is described.
    private void begin(Described last, SlicePath path) {
        described = null;
        if (!last.plan().size().hasReadViews()) {
            last.plan().readPath().begunAt(LogPosition.of(link));
            ReadViews.begin(link);
        } else if (last.plan().readPath().planned() > 1
                && path.isShared()
                && last.plan().selection() instanceof Selection.Table table) {
            share(table, last);
        }
        described = last;
        begun = true;
    }

    /// Begins one read view on several connections, if they are to be had.
    private void share(Selection.Table table, Described last) {
        ReadPath path = last.plan().readPath();
        try {
            String position = LogPosition.of(link);
            List<Link> opened =
                    new SharedViews(connect, patience, last.request().tuning())
                            .begin(link, path.planned() - 1, table);
            keep(opened);
            path.begunAt(position);
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
        last.plan().readPath().begunAt(now.position().orElse(null));
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
