package dev.rivet.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/// Catches SIGINT and SIGTERM until closed. Goes to the JDK's unsupported but only interface to
/// signals by reflection, because the compiler warns of any other use; where it is missing,
/// signals keep their usual effect.
final class Signals implements AutoCloseable {
    private static final Map<String, Integer> CAUGHT = Map.of("INT", 2, "TERM", 15);

    private final Map<Object, Object> previous = new LinkedHashMap<>();

    private Signals() {}

    /// Catches them from now on.
    ///
    /// @param handler gets the signal's number, on a thread of its own
    static Signals catching(IntConsumer handler) {
        Signals signals = new Signals();
        CAUGHT.forEach((name, number) -> signals.take(name, () -> handler.accept(number)));
        return signals;
    }

    private void take(String name, Runnable reaction) {
        try {
            Object signal =
                    Class.forName("sun.misc.Signal").getConstructor(String.class).newInstance(name);
            previous.put(signal, handle(signal, handler(reaction)));
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            System.getLogger(Signals.class.getName())
                    .log(System.Logger.Level.DEBUG, "SIG" + name + " cannot be caught", e);
        }
    }

    private static Object handler(Runnable reaction) throws ClassNotFoundException {
        InvocationHandler invocation =
                (proxy, method, arguments) ->
                        switch (method.getName()) {
                            case "handle" -> {
                                reaction.run();
                                yield null;
                            }
                            case "equals" -> proxy == arguments[0];
                            case "hashCode" -> System.identityHashCode(proxy);
                            default -> "rivet's signal handler";
                        };
        return Proxy.newProxyInstance(
                Signals.class.getClassLoader(),
                new Class<?>[] {Class.forName("sun.misc.SignalHandler")},
                invocation);
    }

    private static Object handle(Object signal, Object handler)
            throws ReflectiveOperationException {
        return Class.forName("sun.misc.Signal")
                .getMethod("handle", signal.getClass(), Class.forName("sun.misc.SignalHandler"))
                .invoke(null, signal, handler);
    }

    @Override
    public void close() {
        previous.forEach(Signals::restore);
    }

    private static void restore(Object signal, Object handler) {
        try {
            handle(signal, handler);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
