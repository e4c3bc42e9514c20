package dev.rivet.source.mysql.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.Selection;
import dev.rivet.config.Tuning;
import dev.rivet.config.Tunings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionSettingsTest {
    private static final Map<String, String> MYSQL =
            Map.of(
                    "max_execution_time", "5000",
                    "information_schema_stats_expiry", "86400",
                    "net_write_timeout", "60",
                    "wait_timeout", "100000",
                    "group_replication_consistency", "EVENTUAL");
    private static final Map<String, String> MARIADB =
            Map.of(
                    "max_statement_time", "0.000000",
                    "idle_transaction_timeout", "30",
                    "query_cache_type", "DEMAND",
                    "wsrep_sync_wait", "7");

    private static SessionSettings settings(Map<String, String> variables) {
        return new SessionSettings(new SessionVariables(variables));
    }

    private static Tuning tuning(Duration statementTimeout, Duration lockTimeout) {
        return Tunings.of("t", 1, 1, Duration.ZERO, statementTimeout, lockTimeout, 0, 1);
    }

    @Test
    void theTwoProductsLimitStatementsInTheirOwnWay() {
        Tuning tuning = tuning(Duration.ofMillis(2500), Duration.ofMillis(1500));
        assertThat(settings(MYSQL).limits(tuning))
                .containsExactly(
                        "SET @@SESSION.max_execution_time = 2500,"
                                + " @@SESSION.lock_wait_timeout = 2,"
                                + " @@SESSION.innodb_lock_wait_timeout = 2");
        assertThat(String.join("", settings(MARIADB).limits(tuning)))
                .contains("@@SESSION.max_statement_time = 2.500");
    }

    @Test
    void aLimitOfZeroIsNoneWhateverTheServersOwnIs() {
        assertThat(settings(MYSQL).limits(tuning(Duration.ZERO, Duration.ZERO)))
                .containsExactly(
                        "SET @@SESSION.max_execution_time = 0,"
                                + " @@SESSION.lock_wait_timeout = 31536000,"
                                + " @@SESSION.innodb_lock_wait_timeout = 100000000");
    }

    @Test
    void theModeIsLeftAsItIsButForWhatFillsUpTheCharsOfATable() {
        SessionSettings padding =
                settings(Map.of("sql_mode", "ANSI_QUOTES,PAD_CHAR_TO_FULL_LENGTH,ANSI"));
        assertThat(padding.opening()).noneMatch(each -> each.contains("sql_mode"));
        assertThat(padding.meaning(new Selection.Table(null, "t")))
                .containsExactly("SET @@SESSION.sql_mode = 'ANSI_QUOTES,ANSI'");
        assertThat(padding.meaning(new Selection.Query("SELECT 1")))
                .containsExactly(
                        "SET @@SESSION.sql_mode = 'ANSI_QUOTES,PAD_CHAR_TO_FULL_LENGTH,ANSI'");
        assertThat(settings(Map.of("sql_mode", "ANSI")).meaning(new Selection.Table(null, "t")))
                .isEmpty();
    }

    @Test
    void aSecondEngineAnswersQueriesOnly() {
        SessionSettings settings = settings(Map.of("use_secondary_engine", "FORCED"));
        assertThat(settings.meaning(new Selection.Table(null, "t")))
                .containsExactly("SET @@SESSION.use_secondary_engine = OFF");
        assertThat(settings.meaning(new Selection.Query("SELECT 1")))
                .containsExactly("SET @@SESSION.use_secondary_engine = FORCED");
    }

    @Test
    void groupsAreNeverCutShorterThanTheServerWould() {
        assertThat(settings(Map.of("group_concat_max_len", "1024")).readBack())
                .containsEntry("group_concat_max_len", "1073741824");
        assertThat(settings(Map.of("group_concat_max_len", "18446744073709551615")).readBack())
                .containsEntry("group_concat_max_len", "18446744073709551615");
        assertThat(settings(Map.of()).readBack()).doesNotContainKey("group_concat_max_len");
    }

    @Test
    void patienceIsRaisedNeverLowered() {
        assertThat(settings(MYSQL).opening().get(1))
                .contains(
                        "@@SESSION.net_read_timeout = 600",
                        "@@SESSION.net_write_timeout = 600",
                        "@@SESSION.wait_timeout = 100000");
        assertThat(settings(MARIADB).opening().get(1))
                .contains("@@SESSION.wait_timeout = 28800")
                .contains("@@SESSION.idle_transaction_timeout = 0")
                .doesNotContain("idle_readonly_transaction_timeout");
    }

    @Test
    void resultsComeFromTablesAndHaveAllTheirRows() {
        assertThat(settings(MARIADB).opening().get(1)).contains("@@SESSION.query_cache_type = 0");
        assertThat(SessionSettings.FIRST)
                .isEqualTo(
                        "SET @@SESSION.sql_select_limit = 18446744073709551615,"
                                + " @@SESSION.sql_big_selects = 1");
        assertThat(settings(Map.of("query_cache_type", "OFF")).opening())
                .noneMatch(each -> each.contains("query_cache_type"));
    }

    @Test
    void aClusterIsWaitedForAsTheUserHasSetButNotWhileWritersWait() {
        Tuning tuning = tuning(Duration.ZERO, Duration.ZERO);
        assertThat(String.join("", settings(MARIADB).limits(tuning)))
                .contains("@@SESSION.wsrep_sync_wait = 7");
        assertThat(settings(MARIADB).hurry())
                .isEqualTo(
                        List.of(
                                "SET @@SESSION.lock_wait_timeout = 1,"
                                        + " @@SESSION.innodb_lock_wait_timeout = 1,"
                                        + " @@SESSION.wsrep_sync_wait = 0"));
        Map<String, String> group = Map.of("group_replication_consistency", "BEFORE");
        assertThat(String.join("", settings(group).limits(tuning)))
                .contains("@@SESSION.group_replication_consistency = 'BEFORE'");
        assertThat(String.join("", settings(group).hurry()))
                .contains("@@SESSION.group_replication_consistency = 'EVENTUAL'");
        assertThat(String.join("", settings(MYSQL).hurry())).doesNotContain("consistency");
    }
}
