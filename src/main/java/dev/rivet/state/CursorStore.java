package dev.rivet.state;

import dev.rivet.journal.RunId;
import dev.rivet.manifest.PublishedManifest;
import dev.rivet.plan.Sighting;
import dev.rivet.plan.Terms;
import dev.rivet.plan.Watermark;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How far exports that read only what is new have been delivered. Call it with the export's lease
/// in hand.
public interface CursorStore {
    /// Empty when nothing was delivered yet.
    Optional<Stored> load(String export);

    /// Moves the watermark, once readers know what lies before it. Margins of other runs are
    /// forgotten.
    ///
    /// @param receipt of the delivery that ends there
    void advance(Stored to, PublishedManifest receipt);

    /// Lets the next run of the export take it on, whatever has changed since. Nothing where there
    /// is none.
    void accept(String export);

    /// Forgets watermark, margin, sightings and progression.
    ///
    /// @return whether there was a watermark
    boolean forgetCursor(String export);

    /// Writes down what was seen; the newest [#SIGHTINGS] are kept.
    void saw(String export, Sighting sighting);

    int SIGHTINGS = 100;

    List<Sighting> sightings(String export);

    /// Up to where these exports were delivered, of those that were.
    List<Boundary> boundaries(Set<String> exports);

    /// Up to where an export was delivered last.
    ///
    /// @param strategy `incremental` or `chunked`
    /// @param cursor null where it keeps none
    /// @param chunkIndex its last chunk; null where it was not delivered in chunks
    record Boundary(
            String export,
            String strategy,
            @Nullable String cursor,
            @Nullable Integer chunkIndex,
            RunId run,
            Instant at) {}

    /// A watermark with whose it is.
    ///
    /// @param at when it was moved there
    /// @param run that delivered up to there
    /// @param terms without facts: whatever the next run has
    record Stored(String export, Watermark mark, Instant at, RunId run, Terms terms) {}
}
