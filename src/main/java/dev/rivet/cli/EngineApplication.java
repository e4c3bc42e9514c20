package dev.rivet.cli;

import io.quarkus.runtime.QuarkusApplication;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;

/// What Quarkus runs once it has started; hands the exit code back. Public for Quarkus alone.
public final class EngineApplication implements QuarkusApplication {
    private static final AtomicReference<IntSupplier> WORK = new AtomicReference<>(() -> 0);

    /// To be called before Quarkus starts.
    static void prepare(IntSupplier work) {
        WORK.set(work);
    }

    @Override
    public int run(String... args) {
        return WORK.get().getAsInt();
    }
}
