using System.Collections.Frozen;

namespace Zhike.Customers.Tags.Expert;

/// <summary>What an expert's SELECT may name. Whatever is not here is refused, so that a new engine's functions stay shut until
/// somebody has looked at them.</summary>
internal static class AllowedSql
{
    /// <summary>The standard model as its views show it.</summary>
    public static FrozenSet<string> Tables { get; } = Words("customers accounts account_parties holdings transactions products outlets events");

    /// <summary>They compute from their arguments and from nothing else.</summary>
    public static FrozenSet<string> Functions { get; } = Words(
        """
        and or not xor equals notEquals less greater lessOrEquals greaterOrEquals in notIn globalIn globalNotIn isNull isNotNull if multiIf ifNull nullIf coalesce assumeNotNull
        caseWithExpression caseWithoutExpression transform between like notLike ilike notILike match
        plus minus multiply divide intDiv modulo negate abs round floor ceil ceiling trunc sqrt exp log log2 log10 pow power least greatest sign
        toString toInt8 toInt16 toInt32 toInt64 toUInt8 toUInt16 toUInt32 toUInt64 toFloat32 toFloat64 toDecimal32 toDecimal64 toDecimal128 toDate toDate32 toDateTime toDateTime64
        toInt32OrNull toInt64OrNull toUInt32OrNull toUInt64OrNull toFloat64OrNull toDecimal64OrNull toDateOrNull toInt32OrZero toFloat64OrZero CAST _CAST accurateCastOrNull
        toYear toQuarter toMonth toDayOfMonth toDayOfWeek toDayOfYear toHour toMinute toISOWeek toYYYYMM toStartOfMonth toStartOfWeek toStartOfQuarter toStartOfYear toStartOfDay toMonday
        toLastDayOfMonth dateDiff age addDays addWeeks addMonths addYears subtractDays subtractWeeks subtractMonths subtractYears toIntervalDay toIntervalWeek toIntervalMonth toIntervalYear
        toIntervalHour toRelativeDayNum toRelativeMonthNum formatDateTime
        length lengthUTF8 empty notEmpty lower upper lowerUTF8 upperUTF8 substring substr leftPad left right concat trim trimLeft trimRight startsWith endsWith position replaceAll replaceOne splitByChar
        array arrayElement arrayMap arrayFilter arrayCount arrayExists arrayAll arraySum arrayAvg arrayMin arrayMax arraySort arrayReverseSort arrayReverse arrayDistinct arrayConcat arrayZip
        arrayDifference arrayCumSum arrayEnumerate arrayJoin has hasAny hasAll indexOf tuple tupleElement map mapKeys mapValues mapContains lambda
        count countIf sum sumIf avg avgIf min minIf max maxIf any anyIf anyLast anyLastIf argMin argMinIf argMax argMaxIf uniq uniqIf uniqExact uniqExactIf
        quantile quantileIf quantileExact quantileExactIf median medianIf stddevPop stddevSamp varPop varSamp stddevPopIf stddevSampIf corr corrIf topK topKIf groupArray groupArrayIf groupUniqArray groupUniqArrayIf
        minOrNull maxOrNull sumOrNull avgOrNull minOrNullIf maxOrNullIf sumOrNullIf avgOrNullIf sumMap maxMap
        row_number rank dense_rank percent_rank lag lead lagInFrame leadInFrame first_value last_value ntile cityHash64
        """);

    private static FrozenSet<string> Words(string text) => text.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
