package dev.rivet.cli;

import dev.rivet.app.UseCases;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.Quarkus;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// Starts Quarkus around one piece of work. Signals are ours while the work runs.
final class QuarkusEngine implements Engine {
    private final Interruption interruption;

    QuarkusEngine(Interruption interruption) {
        this.interruption = interruption;
    }

    @Override
    public int run(ToIntFunction<UseCases> work) {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        AtomicInteger exit = new AtomicInteger();
        EngineApplication.prepare(() -> guarded(work, failure));
        Quarkus.run(
                EngineApplication.class,
                (code, startFailure) -> {
                    exit.set(code);
                    failure.compareAndSet(null, startFailure);
                });
        return switch (failure.get()) {
            case null -> exit.get();
            case RuntimeException expected -> throw expected;
            case Error fatal -> throw fatal;
            case Throwable other -> throw new IllegalStateException(other);
        };
    }

    private int guarded(
            ToIntFunction<UseCases> work, AtomicReference<@Nullable Throwable> failure) {
        return interruption.guard(
                () -> {
                    try {
                        return work.applyAsInt(useCases());
                    } catch (RuntimeException | Error e) {
                        failure.set(e);
                        return 1;
                    }
                });
    }

    private static UseCases useCases() {
        UseCases useCases = Arc.container().instance(UseCases.class).get();
        if (useCases == null) {
            throw new IllegalStateException("no bean implements the use cases");
        }
        return useCases;
    }
}
