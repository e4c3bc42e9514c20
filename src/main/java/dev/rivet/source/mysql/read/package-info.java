/// The stream: one read over one connection, statement after statement.
@NullMarked
package dev.rivet.source.mysql.read;

import org.jspecify.annotations.NullMarked;
