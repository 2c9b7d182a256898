using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Contracts;
using Pipeline.Core.Photos;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Files;
using Pipeline.Testing.Pictures;
using Pipeline.Tests.Core.Renditions;
using Pipeline.Tests.Photo.Reading;

namespace Pipeline.Tests.Core.Photos;

/// <summary>The published JSON Schema of what a photo says of itself.</summary>
public sealed class PhotoSchemaTests
{
    private static JsonNode Schema { get; } = JsonNode.Parse(File.ReadAllText(Repository.PathOf("functions", "Core", "Photos", "photo.schema.json")))!;

    [Fact]
    public void SchemaDescribesEveryMember()
    {
        var properties = Schema["properties"]!.AsObject();

        Assert.Equal(NamesOf(typeof(PhotoMetadata)), properties.Select(property => property.Key));
        Assert.Equal(NamesOf(typeof(PhotoLocation)), properties["location"]!["properties"]!.AsObject().Select(property => property.Key));
        Assert.All(properties, property => Assert.NotNull(property.Value!["description"]));
    }

    [SchemaFact]
    public void SampleAndPhotosFollowTheSchema()
    {
        var sample = JsonNode.Parse(File.ReadAllText(Repository.PathOf("statemachine", "samples", "contracts", "announcement.succeeded-photo.json")))!;
        var photo = PhotoFiles.Read(CameraPhoto.Write(SyntheticImages.Jpeg(16, 8), keywords: "harbour"), KeepLocation.Exact);
        string[] documents =
        [
            "{}", sample["record"]!["current"]!["photo"]!.ToJsonString(), JsonSerializer.Serialize(photo, PipelineJson.Default.PhotoMetadata),
            .. PhotoFiles.Plain.Values.Select(file => JsonSerializer.Serialize(PhotoFiles.Read(file), PipelineJson.Default.PhotoMetadata)),
        ];

        Assert.Equal(documents.Select(document => (document, true)), documents.Zip(SchemaCheck.Validate(documents, Schema)));
    }

    [SchemaFact]
    public void SchemaRefusesWhatARecordNeverHas()
    {
        string[] documents =
        [
            """{"serialNumber": "1"}""", """{"title": ""}""", """{"takenAt": "yesterday"}""", """{"keywords": []}""", """{"orientation": 9}""",
            """{"location": {"latitude": 91, "longitude": 0}}""", """{"make": null}""",
        ];

        Assert.Equal(documents.Select(document => (document, false)), documents.Zip(SchemaCheck.Validate(documents, Schema)));
    }

    private static IEnumerable<string> NamesOf(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));
}
