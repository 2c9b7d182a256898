using System.Text;
using System.Text.Json;
using Pipeline.Core.Contracts;
using Pipeline.Lambda;
using Pipeline.Testing.Environments;

namespace Pipeline.Aws.Tests.Lambda;

public sealed class PipelineSerializerTests
{
    private static readonly PipelineSerializer Serializer = new();

    [Fact]
    public void NullMembersAreWritten()
    {
        using var stream = new MemoryStream();

        Serializer.Serialize(new ValidateResponse(ValidationOutcome.Superseded, "uploads/a.png"), stream);

        Assert.Equal("""{"outcome":"superseded","imageId":"uploads/a.png","reason":null,"original":null,"groups":null,"warning":null,"metadata":null}""", Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void RequestSampleIsRead()
    {
        using var sample = File.OpenRead(Repository.PathOf("statemachine", "samples", "contracts", "resize.request.json"));

        var request = Serializer.Deserialize<ResizeRequest>(sample);

        Assert.Equal(("uploads", "cats/1.jpg"), (request.Original.Bucket, request.Original.Key));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"execution": "e", "original": null, "plans": null}""")]
    public void InvalidRequestIsRefused(string text) =>
        Assert.Throws<JsonException>(() => Serializer.Deserialize<ResizeRequest>(new MemoryStream(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void TypeOutsideTheContractsIsRefused() =>
        Assert.Throws<NotSupportedException>(() => Serializer.Serialize(new Version(1, 0), new MemoryStream()));
}
