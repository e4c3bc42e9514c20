package dev.rivet.source.postgres;

import dev.rivet.config.Tuning;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.observe.StageProfile;
import dev.rivet.plan.HighWater;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeySurvey;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.Slice;
import dev.rivet.row.RowSchema;
import dev.rivet.source.BatchReader;
import dev.rivet.source.Gate;
import dev.rivet.source.KeyQuestion;
import dev.rivet.source.PreparedRead;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import dev.rivet.source.postgres.catalog.Described;
import dev.rivet.source.postgres.catalog.Describer;
import dev.rivet.source.postgres.catalog.HighWaterMark;
import dev.rivet.source.postgres.catalog.KeyCatalog;
import dev.rivet.source.postgres.catalog.KeyStatistics;
import dev.rivet.source.postgres.catalog.LockedRelations;
import dev.rivet.source.postgres.catalog.NaturalKey;
import dev.rivet.source.postgres.catalog.Portal;
import dev.rivet.source.postgres.catalog.Slicer;
import dev.rivet.source.postgres.catalog.SourceCatalog;
import dev.rivet.source.postgres.connect.ActiveRead;
import dev.rivet.source.postgres.connect.Backend;
import dev.rivet.source.postgres.connect.FurtherConnections;
import dev.rivet.source.postgres.connect.SharedSnapshot;
import dev.rivet.source.postgres.query.KeyPieces;
import dev.rivet.source.postgres.query.PageRanges;
import dev.rivet.source.postgres.query.PostgresReadPlan;
import dev.rivet.source.postgres.query.Prospect;
import dev.rivet.source.postgres.query.ReadPath;
import dev.rivet.source.postgres.query.SelectedTable;
import dev.rivet.source.postgres.query.SlicePath;
import dev.rivet.source.postgres.query.TablePages;
import dev.rivet.source.postgres.read.ConfirmedRead;
import dev.rivet.source.postgres.read.Fetches;
import dev.rivet.source.postgres.read.RowsReader;
import dev.rivet.source.postgres.type.ColumnPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Connections to one database. Describing begins a transaction on the first; reading goes on in
/// it, and over further connections that join its snapshot.
final class PostgresSession implements SourceSession {
    private static final Diagnostic MAY_NOT_SHARE =
            Diagnostic.of(
                    Code.SOURCE_QUERY_FAILED,
                    "the user may not call pg_export_snapshot()",
                    "Have its owner run GRANT EXECUTE ON FUNCTION pg_export_snapshot() TO <user>.");

    private final Backend main;
    private final FurtherConnections helpers;
    private final StageProfile profile;
    private final Describer describer;
    private final SourceCatalog catalog;
    private @Nullable Described described;
    private @Nullable Slicer slicer;
    private List<Diagnostic> missing = List.of();

    /// @param helpers none of them open yet
    PostgresSession(Backend main, FurtherConnections helpers, StageProfile profile) {
        this.main = main;
        this.helpers = helpers;
        this.profile = profile;
        this.describer = new Describer(main);
        this.catalog = new SourceCatalog(main.control());
    }

    @Override
    public String serverVersion() {
        String version = main.version();
        int space = version.indexOf(' ');
        return "PostgreSQL " + (space < 0 ? version : version.substring(0, space));
    }

    @Override
    public ReadPlan describe(ReadRequest request) {
        forget();
        Described found = describer.describe(request);
        described = found;
        slicer = new Slicer(main, found);
        return new PostgresReadPlan(
                new RowSchema(found.columns().stream().map(ColumnPlan::column).toList()),
                found.sql(),
                path(found, request.tuning()),
                found.announced(),
                found.columns(),
                found.trust(),
                request.tuning(),
                new Prospect(
                        found.rowGuess(),
                        found.table().map(SelectedTable::caveats).orElse(List.of()),
                        found.position()));
    }

    private ReadPath path(Described found, Tuning tuning) {
        return found.table()
                .flatMap(catalog::pages)
                .map(pages -> path(pages, tuning))
                .orElseGet(ReadPath.Portal::new);
    }

    private ReadPath path(TablePages pages, Tuning tuning) {
        boolean washesCache = tuning.sparesCache() && pages.count() > catalog.buffers() / 4;
        return washesCache
                ? new ReadPath.Portal(ReadPath.Reason.SPARES_CACHE)
                : new ReadPath.Pages(pages);
    }

    @Override
    public HighWater measure(ReadRequest request, KeyQuestion question) {
        forget();
        return new HighWaterMark(main, describer).measure(request, question);
    }

    @Override
    public KeyType typeOf(ReadRequest request, Key key) {
        forget();
        KeyType type = new KeyCatalog(main).resolve(describer.describe(request), key).key().type();
        main.rollback();
        return type;
    }

    @Override
    public Optional<Key> naturalKey(ReadRequest request) {
        forget();
        Described found = describer.describe(request);
        Optional<Key> key = found.table().flatMap(new NaturalKey(main.control())::of);
        main.rollback();
        return key;
    }

    @Override
    public KeySurvey survey(ReadRequest request, Key key) {
        forget();
        return new KeyStatistics(main, describer).survey(request, key);
    }

    private void forget() {
        dismissHelpers();
        described = null;
        slicer = null;
        missing = List.of();
    }

    @Override
    public PreparedRead read(ReadPlan plan, Slice slice, Gate gate) {
        main.beginToStop();
        helpers.closeUnfit();
        main.stopReading();
        var own = (PostgresReadPlan) plan;
        return slice instanceof Slice.Everything
                ? everything(own, gate)
                : switch (slicer().path(own, slice)) {
                    case SlicePath.Pages(ReadPath.Pages pages) -> pages(own, pages, gate);
                    case SlicePath.Pieces pieces -> pieces(own, pieces, gate);
                };
    }

    private PreparedRead everything(PostgresReadPlan plan, Gate gate) {
        return switch (plan.readPath()) {
            case ReadPath.Portal _ -> portal(plan, gate);
            case ReadPath.Pages pages -> pages(plan, pages, gate);
        };
    }

    private PreparedRead portal(PostgresReadPlan plan, Gate gate) {
        LockedRelations locked = described().locked();
        main.control().await(Portal.open(plan, main.wire()), System.nanoTime());
        locked.check();
        return PreparedRead.of(reading(main, plan, Fetches.of(plan), gate, locked), plan.path());
    }

    private PreparedRead pages(PostgresReadPlan plan, ReadPath.Pages pages, Gate gate) {
        PageRanges ranges = pages.ranges(plan.tuning().statements());
        int connections = pages.connections(plan.tuning().parallel());
        return shared(
                plan, connections, () -> Fetches.of(plan, pages, ranges), gate, pages.label());
    }

    private PreparedRead pieces(PostgresReadPlan plan, SlicePath.Pieces path, Gate gate) {
        KeyPieces pieces = path.pieces();
        int connections = Math.min(plan.tuning().parallel(), pieces.count());
        return shared(plan, connections, () -> Fetches.of(plan, pieces), gate, path.label());
    }

    /// Reads what connections can share out among them.
    ///
    /// @param fetches of one connection
    private PreparedRead shared(
            PostgresReadPlan plan,
            int connections,
            Supplier<Fetches> fetches,
            Gate gate,
            String path) {
        main.expectRanges();
        int wanted = connections - 1;
        invite(wanted - helpers.ready().size(), plan.tuning());
        List<BatchReader> streams = new ArrayList<>();
        streams.add(reading(main, plan, fetches.get(), gate, described().locked()));
        for (Backend helper : helpers.ready().stream().limit(wanted).toList()) {
            var locked = new LockedRelations(helper.control());
            streams.add(reading(helper, plan, fetches.get(), gate, locked));
        }
        List<Diagnostic> reasons = streams.size() < connections ? missing : List.of();
        return new PreparedRead(streams, path, remarks(streams.size(), reasons));
    }

    private static List<String> remarks(int connections, List<Diagnostic> missing) {
        if (missing.isEmpty()) {
            return List.of();
        }
        String reasons =
                missing.stream()
                        .map(Diagnostic::message)
                        .distinct()
                        .collect(Collectors.joining("; "));
        return List.of(
                "read over %s, because another one could not be had: %s"
                        .formatted(
                                connections == 1 ? "one connection" : connections + " connections",
                                reasons));
    }

    /// Opens further connections in the snapshot of the first. Each takes the table's lock at once:
    /// when somebody waits to lock the table exclusively, the others queue up behind, and one that
    /// does not get through is better done without.
    ///
    /// They stay for the further slices of the plan; what could not be had once is not asked for
    /// again.
    private void invite(int count, Tuning tuning) {
        if (count <= 0 || !missing.isEmpty()) {
            return;
        }
        if (!main.mayShare()) {
            missing = List.of(MAY_NOT_SHARE);
            return;
        }
        SharedSnapshot snapshot = main.share();
        SelectedTable table = described().table().orElseThrow();
        missing =
                helpers.open(
                        count,
                        (helper, longestLock) -> {
                            helper.join(snapshot, tuning, longestLock);
                            new LockedRelations(helper.control()).lock(table);
                            helper.waitForLocks(tuning.lockTimeout());
                        });
    }

    private Slicer slicer() {
        if (slicer == null) {
            throw new IllegalStateException("nothing has been described");
        }
        return slicer;
    }

    private Described described() {
        if (described == null) {
            throw new IllegalStateException("nothing has been described");
        }
        return described;
    }

    private ActiveRead reading(
            Backend backend,
            PostgresReadPlan plan,
            Fetches fetches,
            Gate gate,
            LockedRelations locked) {
        ActiveRead rows = new RowsReader(backend.exchange(), plan, fetches, gate, profile);
        var read = new ConfirmedRead(rows, locked::confirm, backend.wire().eventLoop());
        backend.reading(read);
        return read;
    }

    private void dismissHelpers() {
        helpers.beginToStop();
        main.stopReading();
        helpers.close();
    }

    @Override
    public void close() {
        dismissHelpers();
        main.close();
    }
}
