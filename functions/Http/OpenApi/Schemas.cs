using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Pipeline.Http.Contracts;

namespace Pipeline.Http.OpenApi;

/// <summary>JSON schemas of the contracts, as their generated JSON code writes them.</summary>
internal static class Schemas
{
    private static readonly IReadOnlyList<JsonTypeInfo> Contracts =
    [
        HttpJson.Default.ImageListResponse, HttpJson.Default.ImageResponse, HttpJson.Default.ProblemDocument, HttpJson.Default.UploadRequest,
        HttpJson.Default.UploadResponse,
    ];

    private static readonly JsonSchemaExporterOptions Exporting = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe };

    /// <summary>The schemas by the names of the contracts.</summary>
    public static JsonObject Create()
    {
        var schemas = new JsonObject();
        foreach (var contract in Contracts)
        {
            schemas[contract.Type.Name] = contract.GetJsonSchemaAsNode(Exporting);
        }

        return schemas;
    }

    /// <summary>A reference to a contract's schema.</summary>
    public static JsonObject Refer(string contract) => new() { ["$ref"] = $"#/components/schemas/{contract}" };

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode schema)
    {
        // The exporter knows nothing of converters, and these write enumerations as words.
        if (context.TypeInfo.Type is { IsEnum: true } type)
        {
            schema = new JsonObject
            {
                ["type"] = "string",
                ["enum"] = new JsonArray([.. Enum.GetValuesAsUnderlyingType(type).Cast<object>().Select(value => JsonSerializer.SerializeToNode(Enum.ToObject(type, value), context.TypeInfo))]),
            };
        }

        if (schema is JsonObject described && FindDescription(context) is { } description)
        {
            described.Insert(0, "description", description);
        }

        return schema;
    }

    private static string? FindDescription(JsonSchemaExporterContext context)
    {
        var provider = context.PropertyInfo?.AttributeProvider ?? context.TypeInfo.Type;
        return provider.GetCustomAttributes(typeof(DescriptionAttribute), inherit: false).OfType<DescriptionAttribute>().FirstOrDefault()?.Description;
    }
}
