/// What tests need from outside: real servers, and the built product as a child process.
@NullMarked
package dev.rivet.testing;

import org.jspecify.annotations.NullMarked;
