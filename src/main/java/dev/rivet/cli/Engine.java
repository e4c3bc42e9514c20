package dev.rivet.cli;

import dev.rivet.app.UseCases;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/// Starts what the use cases need, for as long as some work needs them.
interface Engine {
    /// Runs the work on the calling thread and hands back its exit code. What the work throws
    /// comes out unchanged.
    int run(ToIntFunction<UseCases> work);

    /// Asks one thing and shows what comes of it; then all is well.
    default <T> int show(Function<UseCases, T> question, Consumer<T> print) {
        return run(
                useCases -> {
                    print.accept(question.apply(useCases));
                    return 0;
                });
    }
}
