using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;

namespace Pipeline.Api.Requests;

/// <summary>Serialises events and responses of API Gateway with generated code.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">API Gateway, payload format version 2.0</seealso>
public sealed class GatewaySerializer : ILambdaSerializer
{
    public T Deserialize<T>(Stream requestStream) =>
        JsonSerializer.Deserialize(requestStream, GetTypeInfo<T>()) ?? throw new JsonException($"The request is null; a {typeof(T).Name} is expected.");

    public void Serialize<T>(T response, Stream responseStream) => JsonSerializer.Serialize(responseStream, response, GetTypeInfo<T>());

    private static JsonTypeInfo<T> GetTypeInfo<T>() => GatewayJson.Default.GetTypeInfo(typeof(T)) as JsonTypeInfo<T>
        ?? throw new NotSupportedException($"{typeof(T)} is neither an event nor a response of API Gateway.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(APIGatewayHttpApiV2ProxyRequest))]
[JsonSerializable(typeof(APIGatewayHttpApiV2ProxyResponse))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class GatewayJson : JsonSerializerContext;
