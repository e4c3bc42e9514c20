package dev.rivet.testing;

/// Which way bytes go through a [TcpProxy].
public enum Direction {
    /// What the client sends.
    TO_SERVER,
    /// What the server answers.
    TO_CLIENT
}
