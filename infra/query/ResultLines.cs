using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pipeline.Query;

/// <summary>
/// Writes results as lines of JSON: for each query <c>{"columns":[{"name":…,"type":…}]}</c>, then <c>{"row":[…]}</c> for each row, then
/// <c>{"rows":n}</c>. An error is <c>{"error":…}</c> and the last line.
/// </summary>
internal sealed class ResultLines(Stream output) : IDisposable
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly BufferedStream _output = new(output, 1 << 16);

    public void WriteColumns(IReadOnlyList<(string Name, string Type)> columns) => WriteLine(json =>
    {
        json.WriteStartArray("columns");
        foreach (var (name, type) in columns)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("type", type);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    public void WriteRow(object?[] values) => WriteLine(json =>
    {
        json.WriteStartArray("row");
        foreach (var value in values)
        {
            WriteValue(json, value);
        }

        json.WriteEndArray();
    });

    public void WriteEnd(long rows) => WriteLine(json => json.WriteNumber("rows", rows));

    public void WriteError(string message) => WriteLine(json => json.WriteString("error", message));

    public void Dispose() => _output.Dispose();

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null or DBNull:
                json.WriteNullValue();
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case float number when float.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case sbyte or byte or short or ushort or int or uint or long or ulong or decimal or BigInteger:
                // Sums are of 128 bits. JSON has no limit for a number's digits.
                json.WriteRawValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
            case DateTime time:
                json.WriteStringValue(time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture));
                break;
            case DateOnly day:
                json.WriteStringValue(day.ToString("O", CultureInfo.InvariantCulture));
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case IDictionary members:
                json.WriteStartObject();
                foreach (DictionaryEntry member in members)
                {
                    json.WritePropertyName(Convert.ToString(member.Key, CultureInfo.InvariantCulture)!);
                    WriteValue(json, member.Value);
                }

                json.WriteEndObject();
                break;
            case IEnumerable items and not Stream:
                json.WriteStartArray();
                foreach (var item in items)
                {
                    WriteValue(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private void WriteLine(Action<Utf8JsonWriter> write)
    {
        using (var json = new Utf8JsonWriter(_output, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        _output.WriteByte((byte)'\n');
    }
}
