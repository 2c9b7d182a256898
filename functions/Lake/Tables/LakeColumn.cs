using Parquet;
using Parquet.Schema;

namespace Pipeline.Lake.Tables;

/// <summary>Types of columns.</summary>
public enum ColumnType
{
    /// <summary>Text, UTF-8.</summary>
    Text,

    /// <summary>A whole number of 64 bits.</summary>
    Number,

    /// <summary>A floating-point number of 64 bits.</summary>
    Real,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A time in UTC, in microseconds, without a time zone.</summary>
    Time,
}

/// <summary>One column of a table. All may be null, so that older files, which lack it, can be read.</summary>
/// <param name="Name">Name in snake case.</param>
/// <param name="Type">Type.</param>
/// <param name="Meaning">What it says, with its unit.</param>
public sealed record LakeColumn(string Name, ColumnType Type, string Meaning)
{
    /// <summary>The type in SQL, as DuckDB and Athena both know it: <c>VARCHAR</c>.</summary>
    public string SqlType => Type switch
    {
        ColumnType.Text => "VARCHAR",
        ColumnType.Number => "BIGINT",
        ColumnType.Real => "DOUBLE",
        ColumnType.Flag => "BOOLEAN",
        _ => "TIMESTAMP",
    };

    /// <summary>The type in a table of Glue: <c>string</c>.</summary>
    public string GlueType => Type switch
    {
        ColumnType.Text => "string",
        ColumnType.Number => "bigint",
        ColumnType.Real => "double",
        ColumnType.Flag => "boolean",
        _ => "timestamp",
    };

    internal DataField CreateField() => Type switch
    {
        ColumnType.Text => new DataField<string>(Name, true),
        ColumnType.Number => new DataField<long?>(Name),
        ColumnType.Real => new DataField<double?>(Name),
        ColumnType.Flag => new DataField<bool?>(Name),
        _ => new DateTimeDataField(Name, DateTimeFormat.Timestamp, isAdjustedToUTC: false, unit: DateTimeTimeUnit.Micros, isNullable: true),
    };

    /// <summary>Writes the values of all rows of a row group.</summary>
    internal async Task WriteAsync(ParquetRowGroupWriter group, DataField field, object?[] values, CancellationToken cancellationToken)
    {
        switch (Type)
        {
            case ColumnType.Text:
                // The library takes null for a missing value, but does not say so in its signature.
                await group.WriteAsync(field, [.. values.Select(value => (string)value!)]);
                break;
            case ColumnType.Number:
                await group.WriteAsync<long>(field, Convert<long>(values), cancellationToken: cancellationToken);
                break;
            case ColumnType.Real:
                await group.WriteAsync<double>(field, Convert<double>(values), cancellationToken: cancellationToken);
                break;
            case ColumnType.Flag:
                await group.WriteAsync<bool>(field, Convert<bool>(values), cancellationToken: cancellationToken);
                break;
            default:
                await group.WriteAsync<DateTime>(field, Convert<DateTime>(values), cancellationToken: cancellationToken);
                break;
        }
    }

    private static ReadOnlyMemory<T?> Convert<T>(object?[] values)
        where T : struct => Array.ConvertAll(values, value => (T?)value);
}
