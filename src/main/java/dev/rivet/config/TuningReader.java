package dev.rivet.config;

import dev.rivet.diag.Code;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// Merges an export's tuning over the source's over the profile's.
final class TuningReader {
    /// Most rows of a batch whose size is set in megabytes.
    static final int ROWS_BY_MEMORY = 150_000;

    private static final int MOST_VALUE_MEGABYTES = 256;

    /// A value is several times in memory on its way: on the wire, in its batch, encoded and
    /// compressed. Measured with 256 MB of heap: 24 MB pass in both forms, 32 MB in one.
    private static final int HEAP_OF_VALUE = 10;

    private static final int MILLIS_PER_SECOND = 1_000;
    private static final int MEGABYTE = 1 << 20;
    private static final String ROWS = "batch_size";
    private static final String MEMORY = "batch_size_memory_mb";
    private static final String PROFILE = "profile";

    private final Section source;
    private final Findings findings;

    /// @param source the `source` block
    TuningReader(Section source, Findings findings) {
        this.source = source;
        this.findings = findings;
    }

    /// Reports what is wrong in the source's own tuning, once for all exports.
    void checkSource() {
        Section tuning = source.child("tuning");
        refuseBoth(tuning, tuning);
    }

    Tuning merge(Section export) {
        Section own = export.child("tuning");
        if (!refuseBoth(own, own) && !refuseBoth(own, source.child("tuning"))) {
            refuseBoth(source.child("tuning"), own, own);
        }
        return merge(own, source.child("tuning"), export.whole("parallel"));
    }

    Retries retries(Section export) {
        Section own = export.child("tuning");
        Section shared = source.child("tuning");
        Retries preset = profile(own, shared).retries();
        return new Retries(
                (int) layered(own, shared, "max_retries").orElse(preset.most()),
                Duration.ofMillis(
                        layered(own, shared, "retry_backoff_ms")
                                .orElse(preset.backoff().toMillis())));
    }

    private boolean refuseBoth(Section withRows, Section withMemory) {
        return refuseBoth(withRows, withMemory, withRows);
    }

    private boolean refuseBoth(Section withRows, Section withMemory, Section named) {
        if (!withRows.wrote(ROWS) || !withMemory.wrote(MEMORY)) {
            return false;
        }
        findings.problem(
                named.spot(named == withRows ? ROWS : MEMORY),
                Code.CONFIG_VALUE_INVALID,
                "`batch_size` and `batch_size_memory_mb` exclude each other"
                        + (withRows == withMemory ? "" : ", also between source and export"),
                "Keep one of the two.");
        return true;
    }

    private Tuning merge(Section own, Section shared, OptionalLong parallel) {
        Profile profile = profile(own, shared);
        OptionalLong rows = layered(own, shared, ROWS);
        OptionalLong megabytes = layered(own, shared, MEMORY);
        long batchRows = rows.orElse(megabytes.isPresent() ? ROWS_BY_MEMORY : profile.batchRows());
        return new Tuning(
                label(own, shared, profile),
                (int) batchRows,
                megabytes.orElse(profile.batchMegabytes()) * MEGABYTE,
                Duration.ofMillis(
                        layered(own, shared, "throttle_ms").orElse(profile.throttle().toMillis())),
                Duration.ofSeconds(
                        layered(own, shared, "lock_timeout_s")
                                .orElse(profile.lockTimeout().toSeconds())),
                layered(own, shared, "max_value_mb").orElse(mostValueMegabytes()) * MEGABYTE,
                statements(own, shared, profile),
                (int) parallel.orElse(profile.parallel()));
    }

    private static StatementBudget statements(Section own, Section shared, Profile profile) {
        Duration longest =
                own.text("chunk_max_statement_s")
                        .or(() -> shared.text("chunk_max_statement_s"))
                        .map(seconds -> (long) (Double.parseDouble(seconds) * MILLIS_PER_SECOND))
                        .map(Duration::ofMillis)
                        .orElse(StatementBudget.LONGEST);
        return new StatementBudget(
                longest,
                (int) layered(own, shared, "chunk_min_rows").orElse(1),
                Duration.ofSeconds(
                        layered(own, shared, "statement_timeout_s")
                                .orElse(profile.statementTimeout().toSeconds())));
    }

    /// What the heap can hold. To be asked when it is needed: the executable is built elsewhere.
    static long mostValueMegabytes() {
        long share = Runtime.getRuntime().maxMemory() / MEGABYTE / HEAP_OF_VALUE;
        return Math.clamp(share, 1, MOST_VALUE_MEGABYTES);
    }

    private Profile profile(Section own, Section shared) {
        return own.text(PROFILE)
                .or(() -> shared.text(PROFILE))
                .map(Profile::named)
                .or(() -> source.text("environment").map(TuningReader::forEnvironment))
                .orElse(Profile.BALANCED);
    }

    private static Profile forEnvironment(String environment) {
        return environment.equals("local") ? Profile.FAST : Profile.BALANCED;
    }

    private String label(Section own, Section shared, Profile profile) {
        if (own.wrote(PROFILE) || shared.wrote(PROFILE)) {
            return profile.label();
        }
        Optional<String> environment = source.text("environment");
        return profile.label()
                + environment
                        .map(name -> " (default for environment: " + name + ")")
                        .orElse(" (default)");
    }

    private static OptionalLong layered(Section own, Section shared, String key) {
        OptionalLong value = own.whole(key);
        return value.isPresent() ? value : shared.whole(key);
    }
}
