/// Connections and what is kept on them: options, settings, read views, small statements, and why a
/// connection failed.
@NullMarked
package dev.rivet.source.mysql.connect;

import org.jspecify.annotations.NullMarked;
