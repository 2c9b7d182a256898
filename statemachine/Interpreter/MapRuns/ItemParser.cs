using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using CsvHelper;
using CsvHelper.Configuration;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Evaluation;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.MapRuns;

/// <summary>Reads the items of an object one after the other, so that an object can be larger than the memory.</summary>
internal static class ItemParser
{
    private static readonly JsonTypeInfo<JsonElement> ElementType = JsonMetadataServices.CreateValueInfo<JsonElement>(
        new JsonSerializerOptions { TypeInfoResolver = JsonTypeInfoResolver.Combine() }, JsonMetadataServices.JsonElementConverter);

    /// <exception cref="StateFailedException"><c>States.ItemReaderFailed</c>: the content does not have the form.</exception>
    public static IAsyncEnumerable<JsonNode?> ParseAsync(Stream content, ItemFormat format, ItemReader reader, string source, CancellationToken cancellationToken) => format switch
    {
        ItemFormat.Json when reader.ItemsPointer is { } pointer => ParsePointedAsync(content, pointer, source, cancellationToken),
        ItemFormat.Json => ParseJsonAsync(content, source, cancellationToken),
        ItemFormat.JsonLines => ParseLinesAsync(content, source, cancellationToken),
        ItemFormat.Csv => ParseCsvAsync(content, reader.Csv!, source, cancellationToken),
        _ => throw new NotSupportedException($"Format {format}"),
    };

    /// <summary>Unpacks a content that is packed with gzip, which its key tells.</summary>
    public static Stream Unpack(Stream content, string key) =>
        key.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(content, CompressionMode.Decompress) : content;

    public static StateFailedException CreateFailure(string cause) => new(ErrorNames.ItemReaderFailed, cause);

    public static async IAsyncEnumerable<JsonNode?> ParseCsvAsync(
        Stream content, CsvFormat format, string source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Like AWS, quotes within a field that is not quoted are part of it.
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = format.Delimiter.ToString(), HasHeaderRecord = false, BadDataFound = null, IgnoreBlankLines = true,
        };
        using var text = new StreamReader(content);
        using var rows = new CsvParser(text, configuration);
        var headers = format.Headers;
        while (await ReadRowAsync(rows, source))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (headers is null)
            {
                headers = rows.Record!;
                continue;
            }

            // A field that is missing is empty, and one without a header is left out.
            var row = new JsonObject();
            for (var column = 0; column < headers.Count; column++)
            {
                row[headers[column]] = column < rows.Count ? rows[column] : "";
            }

            yield return row;
        }
    }

    private static async Task<bool> ReadRowAsync(CsvParser rows, string source)
    {
        try
        {
            return await rows.ReadAsync();
        }
        catch (Exception exception) when (exception is CsvHelperException or InvalidDataException)
        {
            throw CreateFailure($"Row {rows.RawRow} of {source} is not CSV: {exception.Message.Split('\n')[0].Trim()}");
        }
    }

    private static async IAsyncEnumerable<JsonNode?> ParseLinesAsync(Stream content, string source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var text = new StreamReader(content);
        for (var number = 1; await text.ReadLineAsync(cancellationToken) is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return ParseText(line, $"Line {number.ToString(CultureInfo.InvariantCulture)} of {source}");
            }
        }
    }

    private static async IAsyncEnumerable<JsonNode?> ParseJsonAsync(Stream content, string source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var items = JsonSerializer.DeserializeAsyncEnumerable(content, ElementType, cancellationToken).GetAsyncEnumerator(cancellationToken);
        for (var index = 0; await MoveNextAsync(items, source); index++)
        {
            yield return ParseText(items.Current.GetRawText(), $"Item {index.ToString(CultureInfo.InvariantCulture)} of {source}");
        }
    }

    private static async Task<bool> MoveNextAsync(IAsyncEnumerator<JsonElement> items, string source)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (JsonException exception) when (exception.BytePositionInLine is <= 1 && exception.LineNumber is 0)
        {
            throw CreateFailure("Attempting to map over non-iterable node.");
        }
        catch (JsonException exception)
        {
            throw CreateFailure($"{source} is not a JSON array: {exception.Message}");
        }
    }

    // The array is somewhere in an object, so the whole object is read.
    private static async IAsyncEnumerable<JsonNode?> ParsePointedAsync(
        Stream content, string pointer, string source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var text = new StreamReader(content);
        var node = ParseText(await text.ReadToEndAsync(cancellationToken), source);
        foreach (var part in pointer.Split('/').Skip(1).Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            node = node switch
            {
                JsonObject fields => fields[part],
                JsonArray items when int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < items.Count => items[index],
                _ => null,
            };
        }

        foreach (var item in node as JsonArray ?? throw CreateFailure("Attempting to map over non-iterable node."))
        {
            yield return item;
        }
    }

    private static JsonNode? ParseText(string text, string place)
    {
        try
        {
            return JsonText.Parse(text);
        }
        catch (JsonException exception)
        {
            throw CreateFailure($"{place} is not JSON: {exception.Message}");
        }
    }
}
