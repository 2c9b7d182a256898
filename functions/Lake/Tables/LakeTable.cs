using Parquet;
using Parquet.Schema;

namespace Pipeline.Lake.Tables;

/// <summary>A table of the data lake: its name and columns.</summary>
/// <param name="name">Name of the table.</param>
/// <param name="meaning">What a row is.</param>
public abstract class LakeTable(string name, string meaning)
{
    public string Name => name;

    public string Meaning => meaning;

    /// <summary>The columns in the order of the files.</summary>
    public abstract IReadOnlyList<LakeColumn> Columns { get; }

    /// <summary>Prefix of the keys of all its files in the internal bucket: <c>lake/images/</c>.</summary>
    public string Prefix => $"{LakeTables.Prefix}{name}/";

    /// <summary>Prefix of the keys of its files of one day: <c>lake/images/dt=2026-11-29/</c>.</summary>
    public string PrefixOf(DateOnly day) => $"{Prefix}{LakeTables.DayColumn}={LakeTables.Format(day)}/";
}

/// <summary>A table whose rows come from values of one type.</summary>
/// <typeparam name="TRow">What a row is made of.</typeparam>
/// <param name="name">Name of the table.</param>
/// <param name="meaning">What a row is.</param>
/// <param name="columns">The columns, each with the value that a row has there: null, or of the column's type (string, long, double, bool, DateTime).</param>
public sealed class LakeTable<TRow>(string name, string meaning, IReadOnlyList<(LakeColumn Column, Func<TRow, object?> Read)> columns) : LakeTable(name, meaning)
{
    public override IReadOnlyList<LakeColumn> Columns { get; } = [.. columns.Select(column => column.Column)];

    /// <summary>Writes a Parquet file with one row group, compressed with Zstandard.</summary>
    /// <param name="stream">Receives the file, from its position on. It must be seekable.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task WriteAsync(Stream stream, IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
    {
        var fields = columns.Select(column => column.Column.CreateField()).ToArray();
        await using var writer = await ParquetWriter.CreateAsync(
            new ParquetSchema(fields), stream, new ParquetOptions { CompressionMethod = CompressionMethod.Zstd }, cancellationToken: cancellationToken);
        writer.CustomMetadata = new Dictionary<string, string> { ["pipeline.schema"] = LakeTables.SchemaVersion };
        using var group = writer.CreateRowGroup();
        for (var index = 0; index < fields.Length; index++)
        {
            var (column, read) = columns[index];
            var values = new object?[rows.Count];
            for (var row = 0; row < values.Length; row++)
            {
                values[row] = read(rows[row]);
            }

            await column.WriteAsync(group, fields[index], values, cancellationToken);
        }

        group.CompleteValidate();
    }
}
