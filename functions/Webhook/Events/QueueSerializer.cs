using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Amazon.Lambda.Core;

namespace Pipeline.Webhook.Events;

/// <summary>Serialises events of queues, and responses to them, with generated code.</summary>
public sealed class QueueSerializer : ILambdaSerializer
{
    public T Deserialize<T>(Stream requestStream) =>
        JsonSerializer.Deserialize(requestStream, GetTypeInfo<T>()) ?? throw new JsonException($"The request is null; a {typeof(T).Name} is expected.");

    public void Serialize<T>(T response, Stream responseStream) => JsonSerializer.Serialize(responseStream, response, GetTypeInfo<T>());

    private static JsonTypeInfo<T> GetTypeInfo<T>() => QueueJson.Default.GetTypeInfo(typeof(T)) as JsonTypeInfo<T>
        ?? throw new NotSupportedException($"{typeof(T)} is neither an event of a queue nor a response to one.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(QueueEvent))]
[JsonSerializable(typeof(QueueResponse))]
internal sealed partial class QueueJson : JsonSerializerContext;
