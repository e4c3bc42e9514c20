package dev.rivet.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.testing.MySqlServer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MySqlSessionLiveIT implements SessionContract {
    private static LiveSource live;

    @BeforeAll
    static void open() {
        live = new LiveSource(MySqlServer.mySql());
    }

    @AfterAll
    static void close() {
        live.close();
    }

    @Override
    public LiveSource live() {
        return live;
    }

    @Override
    public String statementLimit() {
        return "max_execution_time";
    }

    @Override
    public List<String> ownHostileDefaults() {
        return List.of(
                "max_execution_time = 2000",
                "show_gipk_in_create_table_and_information_schema = OFF",
                "max_error_count = 0",
                "cte_max_recursion_depth = 1",
                "default_collation_for_utf8mb4 = utf8mb4_general_ci",
                "transaction_read_only = ON");
    }

    static Stream<String> modes() {
        return Stream.of(
                "",
                "ANSI",
                "TRADITIONAL",
                "NO_BACKSLASH_ESCAPES,ANSI_QUOTES",
                "PIPES_AS_CONCAT,IGNORE_SPACE,HIGH_NOT_PRECEDENCE,REAL_AS_FLOAT",
                "PAD_CHAR_TO_FULL_LENGTH,NO_UNSIGNED_SUBTRACTION,TIME_TRUNCATE_FRACTIONAL");
    }

    @Test
    void aLimitThatTheQuerySetsIsNotTakenForRivets() {
        String sql =
                "SELECT /*+ MAX_EXECUTION_TIME(100) */ COUNT(*) AS n FROM guarded a, guarded b,"
                        + " guarded c, guarded d, guarded e, guarded f"
                        + " WHERE a.id + b.id + c.id + d.id + e.id + f.id > 5";
        assertThatThrownBy(() -> live.read(SessionContract.query(sql)))
                .isInstanceOfSatisfying(
                        RivetException.class,
                        failure -> {
                            assertThat(failure.diagnostic().code())
                                    .isEqualTo(Code.SOURCE_STATEMENT_TIMEOUT);
                            assertThat(failure.diagnostic().toString())
                                    .contains("3024")
                                    .doesNotContain("statement_timeout_s");
                        });
    }
}
