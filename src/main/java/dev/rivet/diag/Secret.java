package dev.rivet.diag;

import java.util.Objects;

/// Text that must not be shown: prints as `***`, and only [#reveal()] gives it away.
public final class Secret {
    public static final Secret EMPTY = new Secret("");

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /// From now on the value is masked in everything that is printed or stored.
    public static Secret of(String value) {
        Redaction.learn(value);
        return new Secret(value);
    }

    public String reveal() {
        return value;
    }

    public boolean isEmpty() {
        return value.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(value);
    }

    @Override
    public String toString() {
        return "***";
    }
}
