package dev.rivet.manifest;

import dev.rivet.destination.ControlFile;
import dev.rivet.destination.Destination;
import dev.rivet.destination.Occupancy;
import dev.rivet.destination.SealedFile;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.journal.Outcome;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The last steps of a delivery, none of which readers can see before all of it is on the disk:
///
/// 1. the parts are committed, and looked at;
/// 2. the old `_SUCCESS` goes, so that it never stands beside a manifest that it does not
///    match;
/// 3. `manifest.json` is replaced at once: this is the commit point;
/// 4. `manifest-<run_id>.json`, the copy that later runs leave alone;
/// 5. `_SUCCESS` with the hash of the exact bytes of `manifest.json`; both are read back.
///
/// Each is durable before the next. A crash leaves, until 2, the old delivery, marked or not,
/// with files beside it that no manifest names; after 3, the new one, not yet marked. Readers
/// that wait for the marker wait; no reader is misled; the next run restores the marker. A step
/// that fails has all that came before it taken back: the old delivery stands as it did.
public final class Publication implements AutoCloseable {
    private final Manifest manifest;
    private final List<SealedFile> parts;
    private final Standing before;
    private final Destination destination;
    private final Occupancy place;

    /// Null where a destination holds no control files.
    private final @Nullable ControlFiles control;

    private Publication(Delivered delivered, Site site, @Nullable ControlFiles control) {
        this.manifest = delivered.manifest();
        this.parts = delivered.files();
        this.before = site.before();
        this.destination = site.destination();
        this.place = site.place();
        this.control = control;
    }

    /// What is to be published: the files that the manifest names, in its order.
    public record Delivered(Manifest manifest, List<SealedFile> files) {
        public Delivered {
            files = List.copyOf(files);
        }
    }

    /// Where: what stood there when the place was taken, and still must.
    public record Site(Destination destination, Occupancy place, Standing before) {}

    /// How it ended; there is no third way.
    public sealed interface Result {
        /// All of it stands.
        record Published(PublishedManifest receipt) implements Result {}

        /// Nothing new stands, as far as it could be taken back.
        ///
        /// @param failure says what is there now
        record Failed(Diagnostic failure) implements Result {}
    }

    /// A look at the parts, when readers can see them but no manifest names them yet.
    public interface Check {
        void run() throws IOException;
    }

    /// Writes everything that is still missing, invisibly.
    ///
    /// @throws RivetException `DEST_MANIFEST_NOT_WRITTEN`; nothing has changed
    public static Publication prepare(Delivered delivered, Site site) {
        if (delivered.manifest().run().outcome() != Outcome.SUCCESS) {
            throw Diagnostic.of(
                            Code.INTERNAL_DEST_INVARIANT,
                            "Only a success is published; "
                                    + delivered.manifest().run().id()
                                    + " is none.")
                    .toException();
        }
        try {
            boolean told = site.destination().capabilities().atomicCommit();
            return new Publication(
                    delivered,
                    site,
                    told ? ControlFiles.seal(delivered.manifest(), site.place()) : null);
        } catch (IOException e) {
            throw Diagnostic.of(
                            Code.DEST_MANIFEST_NOT_WRITTEN,
                            "The manifest of this run cannot be written to %s: %s. Nothing was published."
                                    .formatted(site.destination().uri(), e.getMessage()))
                    .toException(e);
        }
    }

    /// Publishes. From its first commit on nothing stops it: it works on a thread of its own, and
    /// whoever interrupts the caller finds the caller interrupted afterwards.
    ///
    /// @param fence the last chance: whatever it throws, nothing has changed
    /// @param check of the parts, once they are visible
    /// @throws RivetException what the fence throws, or `STATE_LEASE_LOST` when another run has
    ///     published here meanwhile; nothing has changed
    public Result publish(Runnable fence, Check check) {
        fence.run();
        place.confirm();
        if (!before.isStill(Standing.at(destination))) {
            throw Diagnostic.of(
                            Code.STATE_LEASE_LOST,
                            "Another run has published at %s since this one began; it stops here."
                                    .formatted(destination.uri()))
                    .toException();
        }
        return Uninterrupted.call(() -> steps(check));
    }

    private interface Undo {
        void run() throws IOException;
    }

    private Result steps(Check check) {
        Deque<Undo> undo = new ArrayDeque<>();
        try {
            take(undo, check);
            return new Result.Published(new PublishedManifest(manifest));
        } catch (IOException | RuntimeException failure) {
            return new Result.Failed(failed(failure, undo));
        }
    }

    /// What may have happened is noted before it happens.
    private void take(Deque<Undo> undo, Check check) throws IOException {
        for (SealedFile part : parts) {
            undo.push(part::takeBack);
            part.commit();
        }
        check.run();
        if (control != null) {
            take(control, undo);
        }
    }

    private void take(ControlFiles control, Deque<Undo> undo) throws IOException {
        undo.push(() -> restore(ControlFile.SUCCESS, before.marker()));
        place.remove(ControlFile.SUCCESS);
        undo.push(() -> restore(ControlFile.MANIFEST, before.content()));
        control.manifest().commit();
        undo.push(control.copy()::takeBack);
        control.copy().commit();
        undo.push(() -> place.remove(ControlFile.SUCCESS));
        control.marker().commit();
        control.requireVisible(destination);
    }

    private void restore(String name, Optional<byte[]> content) throws IOException {
        if (content.isEmpty()) {
            place.remove(name);
            return;
        }
        try (SealedFile old = ControlFiles.seal(name, content.get(), place)) {
            old.commit();
        }
    }

    private Diagnostic failed(Exception failure, Deque<Undo> undo) {
        List<String> left = new ArrayList<>();
        for (Undo each : undo) {
            try {
                each.run();
            } catch (IOException | RuntimeException e) {
                left.add(String.valueOf(e.getMessage()));
            }
        }
        String there =
                left.isEmpty()
                        ? "What was published of it has been taken back; what was there before stands as it was."
                        : "It could not be taken back altogether, so files of this run may lie there that no reader should count: "
                                + String.join("; ", left)
                                + ".";
        Diagnostic told =
                failure instanceof RivetException known
                        ? known.diagnostic()
                        : Diagnostic.of(Code.DEST_MANIFEST_NOT_WRITTEN, failure.getMessage() + ".");
        String message =
                "Publishing at %s failed: %s %s"
                        .formatted(destination.uri(), told.message(), there);
        return new Diagnostic(told.code(), message, told.action(), told.outlook(), told.place());
    }

    @Override
    public void close() {
        if (control != null) {
            control.close();
        }
        parts.forEach(SealedFile::close);
    }
}
