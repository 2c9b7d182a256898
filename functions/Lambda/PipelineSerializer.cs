using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.Lambda.Core;
using Pipeline.Core.Contracts;

namespace Pipeline.Lambda;

/// <summary>
/// Requests and answers by the contracts' generated code, exactly as everywhere else. Lambda's own serializer for generated
/// code puts its options in place of the contracts': members would lose their names' case, and those that are null, which
/// the state machine's paths lead to, would be left out.
/// </summary>
public sealed class PipelineSerializer : ILambdaSerializer
{
    public T Deserialize<T>(Stream requestStream) =>
        JsonSerializer.Deserialize(requestStream, TypeInfoOf<T>()) ?? throw new JsonException($"The request is null; a {typeof(T).Name} is expected.");

    public void Serialize<T>(T response, Stream responseStream) => JsonSerializer.Serialize(responseStream, response, TypeInfoOf<T>());

    /// <summary>Sets up the contracts of a function before its first call.</summary>
    public static void WarmUp<TRequest, TResponse>() => _ = (TypeInfoOf<TRequest>().Properties.Count, TypeInfoOf<TResponse>().Properties.Count);

    private static JsonTypeInfo<T> TypeInfoOf<T>() => PipelineJson.Default.GetTypeInfo(typeof(T)) as JsonTypeInfo<T>
        ?? throw new NotSupportedException($"{typeof(T)} is no contract of the pipeline.");
}
