using System.Text.Json;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Events;

namespace Pipeline.Core.Executions;

/// <summary>Reads the input that an execution was started with.</summary>
public static class ExecutionInput
{
    /// <summary>Id of the image that an execution works on; null if the input is not an S3 event, because somebody started the execution by hand.</summary>
    public static string? ReadImageId(string? input) =>
        ReadEvent(input)?.Detail is { Bucket.Name: { } bucket, Object.Key: { } key } ? ImageIds.Create(bucket, key) : null;

    /// <summary>The S3 event that is the input; null if it is something else.</summary>
    public static ImageEvent? ReadEvent(string? input)
    {
        try
        {
            return JsonSerializer.Deserialize(input ?? "null", PipelineJson.Default.ImageEvent) is { Detail: { Bucket.Name: not null, Object.Key: not null } } @event
                ? @event
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
