package dev.rivet.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.config.Selection;
import dev.rivet.config.SourceConfig;
import dev.rivet.config.Tls;
import dev.rivet.config.Tuning;
import dev.rivet.config.Tunings;
import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import dev.rivet.source.mysql.decode.BatchValues;
import dev.rivet.testing.MySqlServer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MariaDbLiveIT {
    private static LiveSource live;

    @BeforeAll
    static void fill() {
        live = new LiveSource(MySqlServer.mariaDb());
        live.server()
                .execute(
                        "SET SESSION sql_mode = ''",
                        "DROP TABLE IF EXISTS everything, edges, counted, places",
                        """
                        CREATE TABLE everything (
                          id INT PRIMARY KEY, t1 TINYINT(1), tu TINYINT UNSIGNED, mu MEDIUMINT UNSIGNED,
                          bu BIGINT UNSIGNED, d18 DECIMAL(18,4), d65 DECIMAL(65,30), f FLOAT, d DOUBLE,
                          da DATE, dt6 DATETIME(6), ts TIMESTAMP(6) NULL, ti6 TIME(6), y YEAR,
                          c CHAR(10), vc VARCHAR(50) CHARACTER SET latin1, lt LONGTEXT,
                          vb VARBINARY(20), j JSON, e ENUM('red','green'), st SET('x','y','z'),
                          b1 BIT(1), b64 BIT(64), u UUID, a4 INET4, a6 INET6)""",
                        """
                        INSERT INTO everything VALUES (
                          1, 1, 255, 16777215, 18446744073709551615, -12345678901234.5678,
                          12345678901234567890123456789012345.123456789012345678901234567891,
                          1.5, 1e100, '2024-02-29', '1969-12-31 23:59:59.999999',
                          '2024-05-06 07:08:09.000001', '00:00:00.000001', 1901,
                          'ab', 'café', 'naïve 😀', 0x00FF, '{"k":  1}', 'green', 'x,z', b'0', b'0111',
                          '00112233-4455-6677-8899-aabbccddeeff', '10.0.0.1', '::1')""",
                        "INSERT INTO everything (id) VALUES (2)",
                        "CREATE TABLE edges (id INT PRIMARY KEY, da DATE, ti TIME)",
                        "INSERT INTO edges VALUES (1, '0000-00-00', '00:00:00'),"
                                + " (2, '2024-00-15', '23:59:59')",
                        "CREATE TABLE counted (id BIGINT UNSIGNED PRIMARY KEY, v VARCHAR(20))",
                        "INSERT INTO counted SELECT 18446744073709540000 + seq, CONCAT('v', seq)"
                                + " FROM seq_1_to_10000",
                        "CREATE TABLE places (id INT PRIMARY KEY, p POINT)");
    }

    @AfterAll
    static void close() {
        live.close();
    }

    @Test
    void everyTypeArrivesExactly() {
        try (SourceSession session = live.open()) {
            assertThat(session.serverVersion()).startsWith("MariaDB ");
            ReadPlan plan = session.describe(LiveSource.table("everything"));
            assertThat(plan.schema().columns())
                    .extracting(
                            each ->
                                    each.name()
                                            + " "
                                            + each.nativeType()
                                            + " "
                                            + each.type().label())
                    .containsExactly(
                            "id int int32",
                            "t1 tinyint(1) bool",
                            "tu tinyint unsigned int16",
                            "mu mediumint unsigned int64",
                            "bu bigint unsigned uint64",
                            "d18 decimal decimal(18,4)",
                            "d65 decimal decimal(65,30)",
                            "f float float32",
                            "d double float64",
                            "da date date",
                            "dt6 datetime timestamp",
                            "ts timestamp timestamp_tz",
                            "ti6 time time",
                            "y year int16",
                            "c char text",
                            "vc varchar text",
                            "lt longtext text",
                            "vb varbinary binary",
                            "j longtext text",
                            "e enum enum",
                            "st set enum",
                            "b1 bit(1) bool",
                            "b64 bit int64",
                            "u uuid uuid",
                            "a4 inet4 text",
                            "a6 inet6 text");
            List<List<@Nullable Object>> rows = BatchValues.rows(LiveSource.read(session, plan));
            assertThat(rows.getFirst())
                    .containsExactly(
                            1,
                            true,
                            255,
                            16777215L,
                            new BigInteger("18446744073709551615"),
                            new BigDecimal("-12345678901234.5678"),
                            new BigDecimal(
                                    "12345678901234567890123456789012345"
                                            + ".123456789012345678901234567891"),
                            1.5f,
                            1e100,
                            LocalDate.of(2024, 2, 29),
                            LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000),
                            Instant.parse("2024-05-06T07:08:09.000001Z"),
                            LocalTime.of(0, 0, 0, 1000),
                            1901,
                            "ab",
                            "café",
                            "naïve 😀",
                            "0x00ff",
                            "{\"k\":  1}",
                            "green",
                            "x,z",
                            false,
                            7L,
                            UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
                            "10.0.0.1",
                            "::1");
            assertThat(rows.get(1).subList(1, rows.get(1).size())).containsOnlyNulls();
        }
    }

    @Test
    void jsonIsAnOverrideAway() {
        ReadRequest request =
                LiveSource.query(
                        "SELECT j FROM everything", Map.of("j", new LogicalType.Json()), null);
        assertThat(BatchValues.column(live.read(request), 0))
                .isEqualTo(Arrays.asList("{\"k\":  1}", null));
    }

    @Test
    void zeroAndPartialDatesBecomeNullAndAreCounted() {
        List<RowBatch> batches = live.read(LiveSource.table("edges"));
        assertThat(BatchValues.column(batches, 1)).containsExactly(null, null);
        assertThat(batches.getFirst().replaced()).containsExactly(0, 2, 0);
    }

    @Test
    void unsignedKeysPageToTheirVeryEnd() {
        ReadRequest request =
                LiveSource.request(
                        new Selection.Table(null, "counted"),
                        Map.of(),
                        null,
                        LiveSource.batches(300, 1 << 20));
        try (SourceSession session = live.open()) {
            ReadPlan plan = session.describe(request);
            assertThat(plan.path()).isEqualTo("key ranges by id, one snapshot");
            List<RowBatch> batches = LiveSource.read(session, plan);
            assertThat(BatchValues.column(batches, 0))
                    .hasSize(10_000)
                    .doesNotHaveDuplicates()
                    .endsWith(new BigInteger("18446744073709550000"));
        }
    }

    @Test
    void theStatementTimeoutIsItsOwn() {
        Tuning hasty =
                Tunings.of(
                        "test",
                        100,
                        1 << 20,
                        Duration.ZERO,
                        Duration.ofMillis(300),
                        Duration.ofSeconds(5),
                        0,
                        1);
        ReadRequest request =
                LiveSource.request(
                        new Selection.Query("SELECT SLEEP(20) AS n"), Map.of(), null, hasty);
        assertThatThrownBy(() -> live.read(request))
                .extracting(MySqlTypesLiveIT::code)
                .isEqualTo(Code.SOURCE_STATEMENT_TIMEOUT);
    }

    @Test
    void unmappableColumnsAndMissingTablesAreNamed() {
        try (SourceSession session = live.open()) {
            assertThatThrownBy(() -> session.describe(LiveSource.table("places")))
                    .hasMessageContaining("p (point)");
            assertThatThrownBy(() -> session.describe(LiveSource.table("everythink")))
                    .hasMessageContaining("Did you mean everything?")
                    .extracting(MySqlTypesLiveIT::code)
                    .isEqualTo(Code.SOURCE_TABLE_NOT_FOUND);
        }
    }

    @Test
    void tlsWorks() {
        SourceConfig.MySql config =
                new SourceConfig.MySql(live.server().endpoint(), new Tls(Tls.Mode.REQUIRE, null));
        try (SourceSession session = new MySqlSource(config, live.vertx()).open("tls")) {
            ReadPlan plan = session.describe(LiveSource.query("SHOW STATUS LIKE 'Ssl_version'"));
            assertThat(BatchValues.column(LiveSource.read(session, plan), 1))
                    .allSatisfy(each -> assertThat(each.toString()).startsWith("TLS"));
        } catch (RivetException e) {
            throw new AssertionError(e.diagnostic().toString(), e);
        }
    }
}
