/// Connections and what is kept on them: options, settings, the one transaction, small statements,
/// and why a connection failed.
@NullMarked
package dev.rivet.source.postgres.connect;

import org.jspecify.annotations.NullMarked;
