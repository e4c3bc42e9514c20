/// Parquet files written column by column, without Hadoop.
@NullMarked
package dev.rivet.encode.parquet;

import org.jspecify.annotations.NullMarked;
