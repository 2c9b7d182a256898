using System.Text.Json.Serialization;
using Pipeline.Lambda;

namespace Pipeline.Webhook.Events;

/// <summary>Serialises events of queues, and responses to them, with generated code.</summary>
public sealed class QueueSerializer() : GeneratedSerializer(QueueJson.Default, "an event of a queue, or a response to one");

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(QueueEvent))]
[JsonSerializable(typeof(QueueResponse))]
internal sealed partial class QueueJson : JsonSerializerContext;
