using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.Lambda.Core;
using Pipeline.Core.Contracts;

namespace Pipeline.Lambda;

/// <summary>
/// Serialises requests and responses with the contracts' generated code, exactly as everywhere else. Lambda's own serializer for
/// generated code replaces the contracts' options with its own: names of members would change case, and members that are null,
/// which the state machine's paths refer to, would be missing.
/// </summary>
public sealed class PipelineSerializer : ILambdaSerializer
{
    public T Deserialize<T>(Stream requestStream) =>
        JsonSerializer.Deserialize(requestStream, GetTypeInfo<T>()) ?? throw new JsonException($"The request is null; a {typeof(T).Name} is expected.");

    public void Serialize<T>(T response, Stream responseStream) => JsonSerializer.Serialize(responseStream, response, GetTypeInfo<T>());

    /// <summary>Initialises the contracts of a function before its first call.</summary>
    public static void WarmUp<TRequest, TResponse>() => _ = (GetTypeInfo<TRequest>().Properties.Count, GetTypeInfo<TResponse>().Properties.Count);

    private static JsonTypeInfo<T> GetTypeInfo<T>() => PipelineJson.Default.GetTypeInfo(typeof(T)) as JsonTypeInfo<T>
        ?? throw new NotSupportedException($"{typeof(T)} is not a contract of the pipeline.");
}
