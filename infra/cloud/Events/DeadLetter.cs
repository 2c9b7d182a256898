using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.SQS.Model;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Events;

namespace Pipeline.Cloud.Events;

/// <summary>A message of the dead-letter queue: an event that a rule could not deliver.</summary>
/// <param name="MessageId">Id of the message.</param>
/// <param name="Body">The event as EventBridge sent it.</param>
/// <param name="SentAt">When EventBridge gave up; null if the message does not say.</param>
/// <param name="Error">Why the delivery failed, in EventBridge's words; null if the message does not say.</param>
/// <param name="Event">The event; null if it is none of S3's.</param>
/// <param name="Problem">Why it starts no execution of this stack; null if it does.</param>
internal sealed record DeadLetter(string MessageId, string Body, DateTimeOffset? SentAt, string? Error, ImageEvent? Event, string? Problem)
{
    /// <summary>Names of the queue's messages attributes. Source: EventBridge User Guide, "Using dead-letter queues".</summary>
    private const string ErrorCode = "ERROR_CODE";

    private const string ErrorMessage = "ERROR_MESSAGE";

    public string? ImageId => Event is null ? null : ImageIds.Create(Event.Detail.Bucket.Name, Event.Detail.Object.Key);

    /// <param name="message">A message, with its attributes.</param>
    /// <param name="route">Why the stack does not process an event; null if it does.</param>
    public static DeadLetter Read(Message message, Func<JsonNode, string?> route)
    {
        var (@event, problem) = ReadEvent(message.Body, route);
        string?[] error = [ReadAttribute(message, ErrorCode), ReadAttribute(message, ErrorMessage)];
        var sent = message.Attributes?.GetValueOrDefault("SentTimestamp") is { } text && long.TryParse(text, CultureInfo.InvariantCulture, out var milliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : (DateTimeOffset?)null;
        return new(message.MessageId, message.Body, sent, string.Join(": ", error.OfType<string>()) is { Length: > 0 } found ? found : null, @event, problem);
    }

    private static (ImageEvent? Event, string? Problem) ReadEvent(string body, Func<JsonNode, string?> route)
    {
        try
        {
            var json = JsonNode.Parse(body);
            return json is JsonObject && JsonSerializer.Deserialize(body, PipelineJson.Default.ImageEvent) is { Id: not null } @event
                ? (@event, route(json))
                : (null, "it is not an event of S3");
        }
        catch (JsonException)
        {
            return (null, "it is not an event of S3");
        }
    }

    private static string? ReadAttribute(Message message, string name) => message.MessageAttributes?.GetValueOrDefault(name)?.StringValue;
}
