using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Amazon.Lambda.Core;

namespace Pipeline.Lambda;

/// <summary>
/// Serialises requests and responses with generated code, by its own options. Lambda's serializer for generated code replaces them: names of
/// members would change case, and members that are null would be missing.
/// </summary>
/// <param name="context">The generated code.</param>
/// <param name="known">What it knows, in words that follow "is not": <c>a contract of the pipeline</c>.</param>
public abstract class GeneratedSerializer(JsonSerializerContext context, string known) : ILambdaSerializer
{
    public T Deserialize<T>(Stream requestStream) =>
        JsonSerializer.Deserialize(requestStream, GetTypeInfo<T>()) ?? throw new JsonException($"The request is null; a {typeof(T).Name} is expected.");

    public void Serialize<T>(T response, Stream responseStream) => JsonSerializer.Serialize(responseStream, response, GetTypeInfo<T>());

    /// <summary>How a type is serialised.</summary>
    /// <exception cref="NotSupportedException">The generated code does not know the type.</exception>
    protected JsonTypeInfo<T> GetTypeInfo<T>() => context.GetTypeInfo(typeof(T)) as JsonTypeInfo<T>
        ?? throw new NotSupportedException($"{typeof(T)} is not {known}.");
}
