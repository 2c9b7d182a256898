using System.Text.Json.Nodes;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Core.Renditions;

/// <summary>Validates the published JSON Schema with ajv, on the cases that test the reader.</summary>
public sealed class RenditionSetSchemaTests
{
    [SchemaFact]
    public void SchemaAndReaderAgreeOnEveryCase()
    {
        string[] documents = [.. RenditionSetCases.Valid, .. RenditionSetCases.Invalid.Select(invalid => invalid.Json)];

        var verdicts = SchemaCheck.Validate(documents);

        Assert.Equal(
            documents.Select((document, i) => (document, i < RenditionSetCases.Valid.Count)),
            documents.Select((document, i) => (document, verdicts[i])));
    }

    [SchemaFact]
    public void SampleFilesFollowTheSchema() => Assert.All(
        SchemaCheck.Validate(RenditionSetCases.SampleFiles.Select(name => File.ReadAllText(Repository.PathOf("statemachine", "samples", name)))), Assert.True);

    [Fact]
    public void SchemaDescribesEveryProperty()
    {
        var properties = SchemaCheck.Schema["$defs"]!["rendition"]!["properties"]!.AsObject();
        Assert.All(SchemaCheck.Schema["$defs"]!["set"]!["properties"]!.AsObject(), property => Assert.NotNull(property.Value!["description"]));
        var names = typeof(Pipeline.Imaging.Renditions.Rendition).GetProperties()
            // The focal point comes from the original, not from the file.
            .Where(property => property.Name is not ("EqualityContract" or nameof(Pipeline.Imaging.Renditions.Rendition.FocalPoint)))
            .Select(property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..]);

        Assert.Equal(names.Order(), properties.Select(property => property.Key).Order());
        Assert.All(properties, property => Assert.NotNull(property.Value!["description"]));
    }
}

/// <summary>A test that needs Node.js and the packages of the lock file in the schema folder. Skipped, with the reason, if they are missing.</summary>
internal sealed class SchemaFactAttribute : FactAttribute
{
    public SchemaFactAttribute() => Skip = SchemaCheck.SkipReason;
}

/// <summary>Runs ajv.</summary>
internal static class SchemaCheck
{
    private static readonly NodeScript Ajv =
        new(Repository.PathOf("tests", "Pipeline.Tests", "functions", "Core", "Renditions", "schema"), "ajv");

    public static string? SkipReason => Ajv.SkipReason;

    public static JsonNode Schema { get; } =
        JsonNode.Parse(File.ReadAllText(Repository.PathOf("functions", "Core", "Renditions", "renditions.schema.json")))!;

    /// <returns>Whether each document follows the schema; that of rendition sets if none is given.</returns>
    public static IReadOnlyList<bool> Validate(IEnumerable<string> documents, JsonNode? schema = null)
    {
        var input = new JsonObject
        {
            ["schema"] = (schema ?? Schema).DeepClone(),
            ["documents"] = new JsonArray([.. documents.Select(document => JsonValue.Create(document))]),
        };
        return [.. JsonNode.Parse(Ajv.Run("validate.mjs", input.ToJsonString()))!.AsArray().Select(verdict => (bool)verdict!)];
    }
}
