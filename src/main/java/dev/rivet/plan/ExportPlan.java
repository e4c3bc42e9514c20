package dev.rivet.plan;

import dev.rivet.config.Mode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one run reads, and what is known once it has delivered that. A saved one can be continued:
/// it does not depend on the moment.
///
/// @param strategy for people and machines: `full`, `incremental(updated_at)`,
///     `chunked(id, 12 chunks)`
/// @param reason why it is read so, for people
/// @param chunks in the order in which they are read, together everything that this run is to
///     read; none when there is nothing to read
/// @param progress null unless the next run begins where this one ends
/// @param remarks what the user should know about it
/// @param ifNothing why it delivered nothing, when there was nothing to read
public record ExportPlan(
        String strategy,
        String reason,
        List<Chunk> chunks,
        Checkpoints checkpoints,
        Moments moments,
        @Nullable Progress progress,
        List<String> remarks,
        String ifNothing) {
    /// Of a plan that reads whatever there is.
    static final String NO_ROWS = "source returned 0 rows";

    public ExportPlan {
        chunks = List.copyOf(chunks);
        remarks = List.copyOf(remarks);
    }

    /// Whether a run that dies is continued by the next one.
    public enum Checkpoints {
        /// Everything is read again.
        NONE,
        /// What chunks had been committed, stays.
        EACH_CHUNK
    }

    /// What chunks are read as of.
    public enum Moments {
        /// All of them in one snapshot, as far as one session can read them all.
        ONE,
        /// A snapshot for each, so that the source keeps none for long.
        EACH_CHUNK
    }

    /// From where to where a run that reads only what is new goes.
    ///
    /// @param from null for the beginning
    /// @param to what the next run begins behind
    /// @param marginStart rows from there on are remembered, so that the next run can read them
    ///     again and drop what was delivered; null where none is
    public record Progress(@Nullable Watermark from, Watermark to, @Nullable Edge marginStart) {
        /// One that remembers no row.
        public Progress(@Nullable Watermark from, Watermark to) {
            this(from, to, null);
        }

        /// Where the rows begin that are remembered.
        public Optional<Edge> margin() {
            return Optional.ofNullable(marginStart);
        }

        /// The same without what is remembered, which is no matter of readers.
        public Progress alone() {
            return new Progress(from, to);
        }

        public Optional<Watermark> start() {
            return Optional.ofNullable(from);
        }
    }

    public Optional<Progress> advance() {
        return Optional.ofNullable(progress);
    }

    /// Everything, as of one moment.
    public static ExportPlan full() {
        return once("full", "everything is read in one go", new Slice.Everything());
    }

    /// Rows of one partition of an export.
    ///
    /// @param type of the column
    /// @throws dev.rivet.diag.RivetException `SOURCE_KEYSET_KEY_UNORDERED` where it holds no
    ///     dates
    public static ExportPlan partition(Mode.Partition partition, KeyType type) {
        Partitions.refuseUnlessDates(partition.column(), type);
        Key key = Key.of(partition.column());
        Slice slice =
                partition
                        .days()
                        .<Slice>map(
                                days ->
                                        new Slice.Between(
                                                key,
                                                Edge.including(Cuts.midnight(type, days.from())),
                                                Edge.excluding(Cuts.midnight(type, days.to()))))
                        .orElseGet(() -> new Slice.WithoutKey(key));
        return once("full", "the rows of " + partition.name(), slice);
    }

    static ExportPlan once(String strategy, String reason, Slice slice) {
        return new ExportPlan(
                strategy,
                reason,
                List.of(new Chunk(1, slice)),
                Checkpoints.NONE,
                Moments.ONE,
                null,
                List.of(),
                NO_ROWS);
    }
}
