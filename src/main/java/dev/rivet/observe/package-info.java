/// Listeners that show run events to people: progress line, cards. Never changes a run.
@NullMarked
package dev.rivet.observe;

import org.jspecify.annotations.NullMarked;
