using System.Text.Json.Nodes;
using Pipeline.Aws.Tests.Aws.Emulators;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Deployment;
using Pipeline.Core.Markup;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Emulators;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Programs;

namespace Pipeline.Aws.Tests.Cloud;

/// <summary>Runs the real program against a table, and compares it with the local program on the same records.</summary>
[Collection(Emulated.ByDynalite)]
public sealed class ImagesCommandTests(Dynalite dynamoDb) : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryStore _local = new();
    private DynamoImageCatalogue _catalogue = null!;
    private PipelineProgram _cloud = null!;

    public async Task InitializeAsync()
    {
        var table = await dynamoDb.CreateTableAsync();
        _catalogue = new(dynamoDb.Client, table);
        _cloud = new("pipeline-cloud.dll", new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL_DYNAMODB"] = dynamoDb.Address, ["AWS_ACCESS_KEY_ID"] = "test", ["AWS_SECRET_ACCESS_KEY"] = "test",
        });
        _cloud.Write("outputs.json", Outputs(table));
    }

    public async Task DisposeAsync()
    {
        _cloud?.Dispose();
        await _local.DisposeAsync();
    }

    [Theory]
    [InlineData("processing")]
    [InlineData("failed")]
    [InlineData("rejected")]
    [InlineData("quarantined")]
    public async Task ListMatchesTheLocalList(string status)
    {
        await WriteAllAsync();

        var (cloud, local) = (await CloudAsync("images", "list", "--status", status), await LocalAsync("images", "list", "--status", status));

        Assert.Equal(local.Output, cloud.Output);
        Assert.Equal(2, cloud.Output.Count(line => line.Contains($"uploads/{status}", StringComparison.Ordinal)));
        Assert.Equal(
            (await LocalAsync("images", "list", "--status", status, "--json")).Output, (await CloudAsync("images", "list", "--status", status, "--json")).Output);
    }

    [Theory]
    [InlineData("--taken-after", "2025")]
    [InlineData("--keyword", "harbour")]
    public async Task FilterThatNeedsAnIndexIsRefusedWithTheReason(string option, string value)
    {
        var run = await _cloud.RunAsync("images", "list", option, value, "--outputs", "outputs.json");

        run.AssertExit(2);
        Assert.Contains($"{option} needs an index that the table does not have", run.Errors, StringComparison.Ordinal);
        Assert.Contains("data lake", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListWithoutAStatusHasAllThatSomebodyMayHaveToLookInto()
    {
        await WriteAllAsync();

        var run = await CloudAsync("images", "list", "--json");

        Assert.Equal(
            ["failed", "failed", "processing", "processing", "quarantined", "quarantined", "rejected", "rejected"], run.Objects.Select(record => (string?)record["status"]).Order());
        Assert.Empty(run.Errors);
    }

    [Fact]
    public async Task EachPageSaysHowToGetTheNext()
    {
        for (var number = 0; number < 5; number++)
        {
            await WriteAsync(Entry($"{number}", ImageStatus.Failed, Noon.AddMinutes(number)));
        }

        var (keys, after, pages) = (new List<string?>(), Array.Empty<string>(), 0);
        do
        {
            var run = await CloudAsync(["images", "list", "--json", "--status", "failed", "--limit", "2", .. after]);
            keys.AddRange(run.Objects.Select(record => (string?)record["key"]));
            Assert.InRange(++pages, 1, 3);
            after = run.Errors.Length == 0 ? [] : run.Errors.Trim()[run.Errors.IndexOf("--after", StringComparison.Ordinal)..].Split(' ');
        }
        while (after.Length > 0);

        Assert.Equal(["4", "3", "2", "1", "0"], keys);
        Assert.Equal(3, pages);
    }

    [Fact]
    public async Task ShowMatchesTheLocalOutput()
    {
        var entry = Entry("cats/1.jpg", ImageStatus.Ready, Noon) with { Replaced = [new("cats/1.jpg/old/", Noon.AddDays(7))] };
        await WriteAsync(entry);

        var (cloud, local) = (await CloudAsync("images", "show", "cats/1.jpg"), await LocalAsync("images", "show", "cats/1.jpg"));

        Assert.Equal(local.Output.Count, cloud.Output.Count);
        Assert.Equal(local.Output.Take(3), cloud.Output.Take(3));
        Assert.EndsWith("  s3://renditions/p/thumb.webp", cloud.Output[3], StringComparison.Ordinal);
        Assert.Equal(
            $"  replaced, stays until {Noon.AddDays(7).ToLocalTime():yyyy-MM-dd HH:mm:ss}  s3://renditions/cats/1.jpg/old/", cloud.Output[4]);
        Assert.Equal(
            (await LocalAsync("images", "show", "cats/1.jpg", "--json")).Text, (await CloudAsync("images", "show", "uploads/cats/1.jpg", "--json")).Text);
    }

    [Fact]
    public async Task HtmlHasTheAddressesOfTheDelivery()
    {
        var entry = Entry("cats/1.jpg", ImageStatus.Ready, Noon);
        await WriteAsync(entry);
        var table = (string)JsonNode.Parse(await File.ReadAllTextAsync(_cloud.PathOf("outputs.json")))![StackOutputs.Table]!;
        _cloud.Write("delivered.json", Outputs(table, "https://d1.cloudfront.net"));

        var (hidden, delivered) = (await CloudAsync("images", "show", "cats/1.jpg", "--html"), await _cloud.RunAsync("images", "show", "cats/1.jpg", "--html", "--outputs", "delivered.json"));
        var own = await CloudAsync("images", "show", "cats/1.jpg", "--html", "--base-url", "https://images.example.com");

        delivered.AssertExit(0);
        Assert.Equal(PictureMarkup.Create(entry.Record, "https://d1.cloudfront.net"), delivered.Text);
        Assert.Equal(PictureMarkup.Create(entry.Record, "https://renditions.s3.us-east-1.amazonaws.com"), hidden.Text);
        Assert.Contains("private bucket", hidden.Errors, StringComparison.Ordinal);
        Assert.Equal(PictureMarkup.Create(entry.Record, "https://images.example.com"), own.Text);
        Assert.Empty(delivered.Errors + own.Errors);
    }

    [Theory]
    [InlineData("There is no image nobody", "images", "show", "nobody")]
    [InlineData("processing, rejected, failed", "images", "list", "--status", "ready")]
    [InlineData("--after needs --status", "images", "list", "--after", "x")]
    [InlineData("--after is 'x'", "images", "list", "--status", "failed", "--after", "x")]
    [InlineData("--limit is 0", "images", "list", "--limit", "0")]
    public async Task WrongArgumentIsNamed(string words, params string[] arguments)
    {
        var run = await _cloud.RunAsync([.. arguments, "--outputs", "outputs.json"]);

        run.AssertUsageError(words);
    }

    [Fact]
    public async Task MissingTableIsNamed()
    {
        _cloud.Write("other.json", Outputs("no-such-table"));

        var run = await _cloud.RunAsync("images", "list", "--outputs", "other.json");

        run.AssertExit(1);
        Assert.Contains("no-such-table", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    private async Task WriteAllAsync()
    {
        foreach (var status in Enum.GetValues<ImageStatus>())
        {
            await WriteAsync(Entry($"{status}-1".ToLowerInvariant(), status, Noon));
            await WriteAsync(Entry($"{status}-2".ToLowerInvariant(), status, Noon.AddMinutes(1)));
        }
    }

    private async Task WriteAsync(CatalogueEntry entry)
    {
        Assert.True(await _catalogue.TryWriteAsync(entry, CancellationToken.None));
        Assert.True(await _local.Store.Catalogue.TryWriteAsync(entry, CancellationToken.None));
    }

    private static CatalogueEntry Entry(string key, ImageStatus status, DateTimeOffset updated)
    {
        var version = new ImageVersion(
            new string('a', 64), "set", "p/", ImageFormat.Jpeg, 40, 30, 1, 5_000, new("hash", "#aabbcc"), [new("thumb", "p/thumb.webp", ImageFormat.WebP, "image/webp", 4, 3, 1, 300)]);
        var reason = status is ImageStatus.Failed or ImageStatus.Rejected ? new Reason("corruptImage", "It is cut off.") : null;
        return new(
            new($"uploads/{key}", "uploads", key, status, status == ImageStatus.Ready ? version : null, "1", "etag", null, reason, "execution", Noon, updated), [], [], 1);
    }

    private async Task<ProgramRun> CloudAsync(params string[] arguments)
    {
        var run = await _cloud.RunAsync([.. arguments, "--outputs", "outputs.json"]);
        run.AssertExit(0);
        return run;
    }

    private async Task<ProgramRun> LocalAsync(params string[] arguments)
    {
        using var local = new PipelineProgram();
        var run = await local.RunAsync([.. arguments, "--data", _local.Folder]);
        run.AssertExit(0);
        return run;
    }

    private static string Outputs(string table, string? delivery = null) => OutputsUnderTest.Create((StackOutputs.Table, table), (StackOutputs.CdnUrl, delivery));
}
