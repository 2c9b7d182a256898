using System.Text.Json;
using Pipeline.Core.Contracts;
using Pipeline.Core.Events;

namespace Pipeline.Core.Executions;

/// <summary>The events of what a person decides about an image. They have no sequencer, so they never beat an upload or deletion.</summary>
public static class PersonalEvents
{
    /// <summary>The source of the events.</summary>
    private const string Source = "image-pipeline.person";

    private const string Released = "Image Released";

    private const string Captioned = "Image Captioned";

    /// <param name="bucket">Bucket of the original.</param>
    /// <param name="key">Key of the original.</param>
    /// <param name="etag">Entity tag of the upload to release; null for the newest.</param>
    /// <param name="now">The current time.</param>
    public static ImageEvent CreateRelease(string bucket, string key, string? etag, DateTimeOffset now) => Create(Released, bucket, key, etag, now);

    /// <param name="bucket">Bucket of the original.</param>
    /// <param name="key">Key of the original.</param>
    /// <param name="now">The current time.</param>
    public static ImageEvent CreateCaption(string bucket, string key, DateTimeOffset now) => Create(Captioned, bucket, key, etag: null, now);

    /// <summary>The input of the event's execution.</summary>
    /// <param name="event">The event.</param>
    /// <param name="caption">What a person says about the image; null if the event has none.</param>
    public static string Serialise(ImageEvent @event, Caption? caption = null)
    {
        var input = JsonSerializer.SerializeToNode(@event, PipelineJson.Default.ImageEvent)!;
        if (caption is not null)
        {
            input["detail"]!["caption"] = JsonSerializer.SerializeToNode(caption, PipelineJson.Default.Caption);
        }

        return input.ToJsonString();
    }

    private static ImageEvent Create(string detailType, string bucket, string key, string? etag, DateTimeOffset now) =>
        new(Guid.NewGuid().ToString(), detailType, Source, now, new(new(bucket), new(key, ETag: etag)));
}
