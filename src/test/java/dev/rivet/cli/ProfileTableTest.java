package dev.rivet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.observe.StageProfile;
import dev.rivet.observe.StageProfile.Stage;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProfileTableTest {
    @Test
    void isOnlyMadeWhenAskedFor() {
        assertThat(ProfileTable.profile(Map.of()).isOn()).isFalse();
        assertThat(ProfileTable.profile(Map.of("RIVET_PROFILE", "0")).isOn()).isFalse();
        assertThat(ProfileTable.profile(Map.of("RIVET_PROFILE", "1")).isOn()).isTrue();
    }

    @Test
    void hasALineForEachColumnAndTheirSum() {
        StageProfile profile = StageProfile.on();
        profile.timer(Stage.DECODE, "amount").stop(System.nanoTime() - 7_000_000);
        profile.timer(Stage.CHECK, StageProfile.ALL_COLUMNS).stop(System.nanoTime() - 2_000_000);

        String[] lines = ProfileTable.of(profile).split("\n");
        assertThat(lines).hasSize(4);
        assertThat(lines[0].split(" +"))
                .containsExactly(
                        "milliseconds",
                        "total",
                        "scan",
                        "decode",
                        "check",
                        "encode",
                        "compress",
                        "write");
        assertThat(lines[1]).startsWith("amount");
        assertThat(lines[2]).startsWith("(all)");
        assertThat(lines[3]).startsWith("sum");
    }
}
