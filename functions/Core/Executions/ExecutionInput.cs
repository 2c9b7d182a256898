using System.Text.Json;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;

namespace Pipeline.Core.Executions;

/// <summary>Reads the input that an execution was started with.</summary>
public static class ExecutionInput
{
    /// <summary>Id of the image that an execution works on; null if the input is not an S3 event, because somebody started the execution by hand.</summary>
    public static string? ReadImageId(string? input)
    {
        try
        {
            var @event = JsonSerializer.Deserialize(input ?? "null", PipelineJson.Default.ImageEvent);
            return @event?.Detail is { Bucket.Name: { } bucket, Object.Key: { } key } ? ImageIds.Create(bucket, key) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
