package dev.rivet.cli;

import dev.rivet.app.UseCases;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// Starts Quarkus around one piece of work. Signals are ours while the work runs.
public final class QuarkusEngine implements Engine {
    private static final AtomicReference<@Nullable IntSupplier> WORK = new AtomicReference<>();

    private final Interruption interruption;

    QuarkusEngine(Interruption interruption) {
        this.interruption = interruption;
    }

    @Override
    public int run(ToIntFunction<UseCases> work) {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        AtomicInteger exit = new AtomicInteger();
        WORK.set(() -> guarded(work, failure));
        Quarkus.run(
                Application.class,
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
                        return work.applyAsInt(Arc.container().instance(UseCases.class).get());
                    } catch (RuntimeException | Error e) {
                        failure.set(e);
                        return 1;
                    }
                });
    }

    /// What Quarkus runs once it has started; hands the exit code back.
    public static final class Application implements QuarkusApplication {
        @Override
        public int run(String... args) {
            IntSupplier work = WORK.get();
            return work == null ? 0 : work.getAsInt();
        }
    }
}
