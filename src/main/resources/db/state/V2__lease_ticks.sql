-- When the holder was started, in the kernel's ticks since its boot: no step of a clock moves that.
-- It takes the place of process_start, which stays empty; null in rows of an older rivet.

ALTER TABLE export_lease ADD COLUMN start_ticks INTEGER;
