package dev.rivet.source.postgres.type;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.row.Fidelity;
import dev.rivet.row.LogicalType;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NaturalTypesTest {
    private static final int UNCONSTRAINED = PgType.NO_MODIFIER;

    @ParameterizedTest
    @CsvSource({
        "16, bool, B, bool, EXACT",
        "17, bytea, U, binary, EXACT",
        "19, name, S, text, EXACT",
        "20, int8, N, int64, EXACT",
        "21, int2, N, int16, EXACT",
        "23, int4, N, int32, EXACT",
        "25, text, S, text, EXACT",
        "26, oid, N, int64, EXACT",
        "114, json, U, json, LOGICAL_STRING",
        "3802, jsonb, U, json, LOGICAL_STRING",
        "700, float4, N, float32, EXACT",
        "701, float8, N, float64, EXACT",
        "1042, bpchar, S, text, EXACT",
        "1043, varchar, S, text, EXACT",
        "1082, date, D, date, EXACT",
        "1083, time, D, time, EXACT",
        "1114, timestamp, D, timestamp, EXACT",
        "1184, timestamptz, D, timestamp_tz, EXACT",
        "1186, interval, T, interval, COMPATIBLE",
        "2950, uuid, U, uuid, EXACT",
        "90001, citext, S, text, COMPATIBLE",
    })
    void scalarsAndTheirListsAreMapped(
            long oid, String name, char category, String expected, Fidelity fidelity) {
        PgType scalar = base(oid, name, category);
        PgType array = array(90_000, scalar);
        NaturalTypes types = new NaturalTypes(Map.of(oid, scalar));

        TypeChoice choice = types.of(scalar, UNCONSTRAINED).orElseThrow();
        TypeChoice list = types.of(array, UNCONSTRAINED).orElseThrow();

        assertThat(choice.type().label()).isEqualTo(expected);
        assertThat(choice.fidelity()).isEqualTo(fidelity);
        assertThat(list.type().label()).isEqualTo("list<" + expected + ">");
        assertThat(list.fidelity()).isEqualTo(Fidelity.COMPATIBLE);
    }

    @ParameterizedTest
    @CsvSource({
        "18, char, Z",
        "790, money, N",
        "1266, timetz, D",
        "142, xml, U",
        "869, inet, I",
        "650, cidr, I",
        "829, macaddr, U",
        "774, macaddr8, U",
        "1560, bit, V",
        "1562, varbit, V",
        "3614, tsvector, U",
        "3615, tsquery, U",
        "600, point, G",
        "628, line, G",
        "601, lseg, G",
        "603, box, G",
        "602, path, G",
        "604, polygon, G",
        "718, circle, G",
        "3904, int4range, R",
        "4451, int4multirange, R",
        "3220, pg_lsn, U",
        "28, xid, U",
        "2205, regclass, N",
        "90002, hstore, U",
        "90003, geometry, U",
        "90004, ltree, U",
        "90005, vector, U",
    })
    void otherTypesNeedTheUsersWord(long oid, String name, char category) {
        PgType scalar = base(oid, name, category);
        NaturalTypes types = new NaturalTypes(Map.of(oid, scalar));

        assertThat(types.of(scalar, UNCONSTRAINED)).isEmpty();
        assertThat(types.of(array(90_000, scalar), UNCONSTRAINED)).isEmpty();
    }

    @Test
    void enumsKeepTheirLabels() {
        PgType mood = new PgType(90_010, "mood", 'e', 'E', 0, UNCONSTRAINED);
        NaturalTypes types = new NaturalTypes(Map.of(90_010L, mood));

        assertThat(types.of(mood, UNCONSTRAINED).orElseThrow().type().label()).isEqualTo("enum");
        assertThat(types.of(array(90_011, mood), UNCONSTRAINED).orElseThrow().type().label())
                .isEqualTo("list<enum>");
    }

    @ParameterizedTest
    @CsvSource({
        "18, 2, 'decimal(18,2)'",
        "1, 0, 'decimal(1,0)'",
        "1, 1, 'decimal(1,1)'",
        "38, 38, 'decimal(38,38)'",
        "76, 10, 'decimal(76,10)'",
        "77, 0,",
        "3, 5, 'decimal(5,5)'",
        "1, 76, 'decimal(76,76)'",
        "1, 77,",
        "3, 1000,",
        "5, -2, 'decimal(7,0)'",
        "10, -66, 'decimal(76,0)'",
        "10, -67,",
        "10, -1000,",
    })
    void precisionAndScaleComeFromTheModifier(int precision, int scale, @Nullable String expected) {
        int modifier = ((precision << 16) | (scale & 0x7FF)) + 4;

        assertThat(NaturalTypes.decimal(modifier).map(LogicalType::label))
                .isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void numericWithoutPrecisionNeedsTheUsersWord() {
        assertThat(NaturalTypes.decimal(UNCONSTRAINED)).isEmpty();
    }

    @Test
    void elementsOfADomainTakeTheDomainsPrecision() {
        PgType numeric = base(Oids.NUMERIC, "numeric", 'N');
        PgType prices = new PgType(90_020, "_price", 'b', 'A', Oids.NUMERIC, ((12 << 16) | 2) + 4);

        assertThat(
                        new NaturalTypes(Map.of((long) Oids.NUMERIC, numeric))
                                .of(prices, UNCONSTRAINED)
                                .orElseThrow()
                                .type()
                                .label())
                .isEqualTo("list<decimal(12,2)>");
    }

    static PgType base(long oid, String name, char category) {
        return new PgType(oid, name, 'b', category, 0, UNCONSTRAINED);
    }

    static PgType array(long oid, PgType element) {
        return new PgType(oid, "_" + element.name(), 'b', 'A', element.oid(), UNCONSTRAINED);
    }
}
