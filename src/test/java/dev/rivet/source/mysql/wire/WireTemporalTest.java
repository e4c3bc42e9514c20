package dev.rivet.source.mysql.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WireTemporalTest {
    @Test
    void everyDayOfTenThousandYearsIsTheCalendarsDay() {
        LocalDate day = LocalDate.of(0, 1, 1);
        long epochDay = day.toEpochDay();
        while (day.getYear() < 10_000) {
            byte[] wire = date(day.getYear(), day.getMonthValue(), day.getDayOfMonth());
            assertThat(WireTemporal.epochDay(wire, 0, 4)).isEqualTo(epochDay);
            day = day.plusDays(1);
            epochDay++;
        }
    }

    @Test
    void datesThatTheCalendarLacksAreToldApart() {
        int[][] impossible = {
            {0, 0, 0},
            {2024, 0, 15},
            {2024, 1, 0},
            {2023, 2, 29},
            {1900, 2, 29},
            {2024, 4, 31},
            {2024, 13, 1}
        };
        for (int[] each : impossible) {
            assertThat(WireTemporal.epochDay(date(each[0], each[1], each[2]), 0, 4))
                    .isEqualTo(WireTemporal.NOT_A_DATE);
        }
        assertThat(WireTemporal.micros(new byte[0], 0, 0)).isEqualTo(WireTemporal.NOT_A_DATE);
    }

    @Test
    void timestampsAreExactToTheMicrosecond() {
        Random random = new Random(20260101);
        for (int i = 0; i < 20_000; i++) {
            long second = random.nextLong(-62_167_219_200L, 253_402_300_799L);
            LocalDateTime moment =
                    LocalDateTime.ofEpochSecond(
                            second, random.nextInt(1_000_000) * 1000, ZoneOffset.UTC);
            byte[] wire = dateTime(moment);
            assertThat(WireTemporal.micros(wire, 0, 11))
                    .isEqualTo(
                            ChronoUnit.MICROS.between(LocalDateTime.of(1970, 1, 1, 0, 0), moment));
        }
    }

    @Test
    void shorterFormsLeaveOutWhatIsZero() {
        byte[] day = date(2024, 2, 29);
        assertThat(text(WireTemporal.datetimeText(day, 0, 4, 0))).isEqualTo("2024-02-29 00:00:00");
        assertThat(WireTemporal.micros(day, 0, 4)).isEqualTo(1_709_164_800_000_000L);
        byte[] seconds = dateTime(LocalDateTime.of(2024, 2, 29, 1, 2, 3));
        assertThat(text(WireTemporal.datetimeText(seconds, 0, 7, 3)))
                .isEqualTo("2024-02-29 01:02:03.000");
    }

    @Test
    void textIsTheServersAlsoForZeroAndPartialDates() {
        assertThat(text(WireTemporal.dateText(new byte[0], 0, 0))).isEqualTo("0000-00-00");
        assertThat(text(WireTemporal.dateText(date(2024, 0, 15), 0, 4))).isEqualTo("2024-00-15");
        byte[] moment = dateTime(LocalDateTime.of(2024, 1, 2, 3, 4, 5, 60_000));
        assertThat(text(WireTemporal.datetimeText(moment, 0, 11, 6)))
                .isEqualTo("2024-01-02 03:04:05.000060");
        assertThat(text(WireTemporal.datetimeText(moment, 0, 11, 31)))
                .isEqualTo("2024-01-02 03:04:05.000060");
    }

    @Test
    void timesAreSignedDurations() {
        byte[] longest = duration(true, 34, 22, 59, 59, 0);
        assertThat(WireTemporal.durationMicros(longest, 0, 8)).isEqualTo(-3_020_399_000_000L);
        assertThat(text(WireTemporal.durationText(longest, 0, 8, 0))).isEqualTo("-838:59:59");
        byte[] small = duration(false, 0, 0, 0, 0, 1);
        assertThat(WireTemporal.durationMicros(small, 0, 12)).isEqualTo(1);
        assertThat(text(WireTemporal.durationText(small, 0, 12, 6))).isEqualTo("00:00:00.000001");
        assertThat(text(WireTemporal.durationText(new byte[0], 0, 0, 2))).isEqualTo("00:00:00.00");
    }

    private static byte[] date(int year, int month, int day) {
        return Unpooled.buffer(4).writeShortLE(year).writeByte(month).writeByte(day).array();
    }

    private static byte[] dateTime(LocalDateTime moment) {
        return Unpooled.buffer(11)
                .writeShortLE(moment.getYear())
                .writeByte(moment.getMonthValue())
                .writeByte(moment.getDayOfMonth())
                .writeByte(moment.getHour())
                .writeByte(moment.getMinute())
                .writeByte(moment.getSecond())
                .writeIntLE(moment.getNano() / 1000)
                .array();
    }

    private static byte[] duration(
            boolean negative, int days, int hours, int minutes, int seconds, int micros) {
        return Unpooled.buffer(12)
                .writeByte(negative ? 1 : 0)
                .writeIntLE(days)
                .writeByte(hours)
                .writeByte(minutes)
                .writeByte(seconds)
                .writeIntLE(micros)
                .array();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
