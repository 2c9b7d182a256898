using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Pipeline.Host.Engine.Tasks;

/// <summary>
/// Creates a function handler from typed logic. Request and response pass through JSON text, as they do between Step Functions and
/// Lambda, so a contract that does not survive serialisation fails here, too.
/// </summary>
internal static class JsonFunction
{
    public static FunctionHandler Create<TRequest, TResponse>(
        JsonTypeInfo<TRequest> request, JsonTypeInfo<TResponse> response, Func<TRequest, CancellationToken, Task<TResponse>> logic)
        where TRequest : class =>
        async (payload, cancellationToken) =>
        {
            var typed = JsonSerializer.Deserialize(payload?.ToJsonString() ?? "null", request)
                ?? throw new JsonException($"The payload of {typeof(TRequest).Name} is null.");
            var typedResponse = await logic(typed, cancellationToken);
            return JsonNode.Parse(JsonSerializer.SerializeToUtf8Bytes(typedResponse, response));
        };
}
