using System.Text.Json;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Events;

namespace Pipeline.Core.Executions;

/// <summary>What an execution was started with.</summary>
public static class ExecutionInput
{
    /// <summary>The image that an execution is about; null for input that is no event of S3: somebody started it by hand.</summary>
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
