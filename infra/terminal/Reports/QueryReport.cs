using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Pipeline.Terminal.Reports;

/// <summary>Prints the result of a query: a table, or a JSON object for each row.</summary>
/// <param name="json">Whether to print JSON.</param>
public sealed class QueryReport(bool json)
{
    /// <summary>Rows of a table. More of them are counted, because a table needs all of them at once.</summary>
    public const int MaxRows = 1_000;

    private readonly List<string[]> _rows = [];
    private string[] _columns = [];
    private bool[] _isNumber = [];
    private long _count;

    /// <summary>Takes the names and types of the columns.</summary>
    public void SetColumns(IReadOnlyList<(string Name, string Type)> columns)
    {
        // Two columns can have the same name, but not in an object.
        var seen = new Dictionary<string, int>();
        _columns = [.. columns.Select(column => (seen[column.Name] = seen.GetValueOrDefault(column.Name) + 1) is > 1 and var number ? $"{column.Name}_{number}" : column.Name)];
        _isNumber = [.. columns.Select(column => IsNumber(column.Type))];
    }

    /// <summary>Takes a row, with a value for each column. With JSON it is printed at once.</summary>
    public void Add(IReadOnlyList<JsonNode?> values)
    {
        _count++;
        if (json)
        {
            var row = new JsonObject();
            for (var column = 0; column < values.Count; column++)
            {
                row[_columns[column]] = values[column]?.DeepClone();
            }

            Console.WriteLine(row.ToJsonString(Display.LineJson));
        }
        else if (_rows.Count < MaxRows)
        {
            _rows.Add([.. values.Select(Format)]);
        }
    }

    /// <summary>Prints the table, and says how many rows there are.</summary>
    public void Finish()
    {
        if (json)
        {
            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        for (var column = 0; column < _columns.Length; column++)
        {
            var cell = new TableColumn(TerminalText.ToMarkup(_columns[column])) { NoWrap = _isNumber[column] };
            table.AddColumn(_isNumber[column] ? cell.RightAligned() : cell);
        }

        foreach (var row in _rows)
        {
            table.AddRow([.. row.Select(TerminalText.ToMarkup)]);
        }

        TerminalConsole.Create().Write(table);
        Console.WriteLine(_count > _rows.Count
            ? $"The first {_rows.Count:N0} of {_count:N0} rows. --json prints all."
            : $"{_count} {(_count == 1 ? "row" : "rows")}");
    }

    private static bool IsNumber(string type) =>
        type.Contains("INT", StringComparison.OrdinalIgnoreCase)
        || type.StartsWith("DOUBLE", StringComparison.OrdinalIgnoreCase)
        || type.StartsWith("FLOAT", StringComparison.OrdinalIgnoreCase)
        || type.StartsWith("DECIMAL", StringComparison.OrdinalIgnoreCase);

    private static string Format(JsonNode? value) => value switch
    {
        null => "",
        JsonValue number when number.GetValueKind() == System.Text.Json.JsonValueKind.Number && number.ToJsonString().Contains('.', StringComparison.Ordinal)
            => number.GetValue<double>().ToString("0.##", CultureInfo.InvariantCulture),
        JsonValue text => text.ToString(),
        _ => value.ToJsonString(Display.LineJson),
    };
}
