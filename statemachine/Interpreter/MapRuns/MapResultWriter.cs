using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Evaluation;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.MapRuns;

/// <summary>
/// Writes the results of a Map Run as AWS does: files of the child executions that succeeded, failed and never started, and a manifest that
/// names them, in a folder with the name of the Map Run.
/// </summary>
/// <param name="start">The Map Run.</param>
/// <param name="writer">Their form.</param>
/// <param name="objects">Where they go.</param>
/// <param name="parameters">The evaluated Parameters of the ResultWriter.</param>
internal sealed class MapResultWriter(MapRunStart start, ResultWriter writer, IMapObjects objects, JsonObject parameters)
{
    private const int MaxFileBytes = 64 * 1024 * 1024;
    private static readonly MapChildStatus[] Unsuccessful = [MapChildStatus.Failed, MapChildStatus.TimedOut, MapChildStatus.Aborted];

    private readonly string _bucket = ReadText(parameters, "Bucket") ?? throw CreateFailure("The Bucket of the ResultWriter is not a text.");
    private readonly string _prefix = (ReadText(parameters, "Prefix")?.TrimEnd('/') is { Length: > 0 } prefix ? prefix + "/" : "")
        + start.MapRunArn[(start.MapRunArn.LastIndexOf(':') + 1)..] + "/";

    /// <summary>Number of child executions whose results are written.</summary>
    public long Written { get; private set; }

    /// <summary>Writes the files and the manifest.</summary>
    /// <param name="journal">Has the child executions.</param>
    /// <param name="pending">The inputs of child executions that have not started.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What the Map returns instead of the results.</returns>
    /// <exception cref="StateFailedException"><c>States.ResultWriterFailed</c>: an object cannot be written.</exception>
    public async Task<JsonObject> WriteAsync(IMapRunJournal journal, IAsyncEnumerable<string> pending, CancellationToken cancellationToken)
    {
        try
        {
            var failed = await WriteFilesAsync("FAILED", ReadAsync(journal, Unsuccessful, cancellationToken), cancellationToken);
            var unstarted = await WriteFilesAsync("PENDING", DescribePendingAsync(pending), cancellationToken);
            var succeeded = await WriteFilesAsync("SUCCEEDED", ReadAsync(journal, [MapChildStatus.Succeeded], cancellationToken), cancellationToken);
            var manifest = new JsonObject
            {
                ["DestinationBucket"] = _bucket,
                ["MapRunArn"] = start.MapRunArn,
                ["ResultFiles"] = new JsonObject { ["FAILED"] = failed, ["PENDING"] = unstarted, ["SUCCEEDED"] = succeeded },
            };
            var key = _prefix + "manifest.json";
            await objects.WriteAsync(_bucket, key, (stream, token) => stream.WriteAsync(Encoding.UTF8.GetBytes(JsonText.Write(manifest)), token).AsTask(), cancellationToken);
            return new JsonObject
            {
                ["MapRunArn"] = start.MapRunArn,
                ["ResultWriterDetails"] = new JsonObject { ["Bucket"] = _bucket, ["Key"] = key },
            };
        }
        catch (Exception exception) when (exception is MapObjectException or IOException)
        {
            throw CreateFailure(exception.Message);
        }
    }

    /// <summary>Describes the result of a child execution, in the form that the writer wants.</summary>
    public static IEnumerable<JsonNode?> Transform(MapRunStart start, MapChild child, ResultTransformation transformation)
    {
        // The result of a child execution that failed stays as it is.
        if (transformation == ResultTransformation.None || child.End?.Status != MapChildStatus.Succeeded)
        {
            return [Describe(start, child)];
        }

        var output = JsonText.Parse(child.End.Output!);
        return transformation == ResultTransformation.Flatten && output is JsonArray items ? items.Select(item => item?.DeepClone()) : [output];
    }

    private static JsonObject Describe(MapRunStart start, MapChild child)
    {
        var end = child.End!;
        var isRedrivable = end.Status != MapChildStatus.Succeeded && !start.IsExpress;
        var description = new JsonObject();
        if (end.Cause is not null)
        {
            description["Cause"] = end.Cause;
        }

        if (end.Error is not null)
        {
            description["Error"] = end.Error;
        }

        description["ExecutionArn"] = child.ExecutionArn;
        description["Input"] = child.Input;
        description["InputDetails"] = new JsonObject { ["Included"] = true };
        description["Name"] = child.Name;
        if (end.Output is not null)
        {
            description["Output"] = end.Output;
            description["OutputDetails"] = new JsonObject { ["Included"] = true };
        }

        description["RedriveCount"] = child.RedriveCount;
        description["RedriveStatus"] = isRedrivable ? "REDRIVABLE" : "NOT_REDRIVABLE";
        if (!isRedrivable)
        {
            description["RedriveStatusReason"] = $"Execution is {FormatStatus(end.Status)} and cannot be redriven";
        }

        description["StartDate"] = Timestamps.Format(child.StartTime);
        description["StateMachineArn"] = start.StateMachineArn;
        description["Status"] = FormatStatus(end.Status);
        description["StopDate"] = Timestamps.Format(end.At);
        return description;
    }

    private static string FormatStatus(MapChildStatus status) => status == MapChildStatus.TimedOut ? "TIMED_OUT" : status.ToString().ToUpperInvariant();

    private async IAsyncEnumerable<JsonNode?> ReadAsync(
        IMapRunJournal journal, MapChildStatus[] statuses, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var child in journal.ReadChildrenAsync(statuses, cancellationToken))
        {
            Written++;
            foreach (var result in Transform(start, child, writer.Transformation))
            {
                yield return result;
            }
        }
    }

    private async IAsyncEnumerable<JsonNode?> DescribePendingAsync(IAsyncEnumerable<string> pending)
    {
        await foreach (var input in pending)
        {
            yield return new JsonObject
            {
                ["Input"] = input,
                ["InputDetails"] = new JsonObject { ["Included"] = true },
                ["StateMachineArn"] = start.StateMachineArn,
                ["Status"] = "PENDING",
            };
        }
    }

    private async Task<JsonArray> WriteFilesAsync(string name, IAsyncEnumerable<JsonNode?> results, CancellationToken cancellationToken)
    {
        var files = new JsonArray();
        await using var source = results.GetAsyncEnumerator(cancellationToken);
        var hasNext = await source.MoveNextAsync();
        while (hasNext)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{_prefix}{name}_{files.Count}.{(writer.IsJsonLines ? "jsonl" : "json")}");
            long size = 0;
            await objects.WriteAsync(_bucket, key, async (stream, token) => (hasNext, size) = await WriteFileAsync(source, stream, token), cancellationToken);
            files.Add(new JsonObject { ["Key"] = key, ["Size"] = size });
        }

        return files;
    }

    private async Task<(bool HasNext, long Size)> WriteFileAsync(IAsyncEnumerator<JsonNode?> source, Stream stream, CancellationToken cancellationToken)
    {
        long size = 0;
        var (separator, hasNext) = (writer.IsJsonLines ? "" : "[", true);
        while (hasNext && size < MaxFileBytes)
        {
            await AppendAsync(separator + JsonText.Write(source.Current) + (writer.IsJsonLines ? "\n" : ""));
            separator = writer.IsJsonLines ? "" : ",";
            hasNext = await source.MoveNextAsync();
        }

        if (!writer.IsJsonLines)
        {
            await AppendAsync("]");
        }

        return (hasNext, size);

        async Task AppendAsync(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            await stream.WriteAsync(bytes, cancellationToken);
            size += bytes.Length;
        }
    }

    private static StateFailedException CreateFailure(string cause) => new(ErrorNames.ResultWriterFailed, cause);

    private static string? ReadText(JsonObject fields, string name) =>
        fields[name] is { } value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
