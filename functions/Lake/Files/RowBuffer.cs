using Pipeline.Lake.Tables;

namespace Pipeline.Lake.Files;

/// <summary>Collects rows of one table and day, and writes a file whenever there are enough for a row group.</summary>
/// <param name="table">Table.</param>
/// <param name="day">Day of the folder.</param>
/// <param name="name">Beginning of the files' names; nothing else may write files with it.</param>
/// <param name="files">Receives the files.</param>
internal sealed class RowBuffer<TRow>(LakeTable<TRow> table, DateOnly day, string name, ILakeFiles files)
{
    /// <summary>Rows in a row group. Readers skip whole groups; smaller ones compress worse and cost a read each.</summary>
    public const int RowGroup = 100_000;

    private readonly List<TRow> _rows = [];
    private readonly List<string> _files = [];

    /// <summary>Keys of the files written so far.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>Rows added so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Size of the files written so far, in bytes.</summary>
    public long Bytes { get; private set; }

    public async Task AddAsync(IEnumerable<TRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            _rows.Add(row);
            Rows++;
            if (_rows.Count == RowGroup)
            {
                await FlushAsync(cancellationToken);
            }
        }
    }

    /// <summary>Writes the rows that are left.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_rows.Count > 0)
        {
            var key = $"{table.PrefixOf(day)}{name}-{_files.Count:D4}.parquet";
            Bytes += await files.WriteAsync(key, (stream, token) => table.WriteAsync(stream, _rows, token), cancellationToken);
            _files.Add(key);
            _rows.Clear();
        }
    }
}
