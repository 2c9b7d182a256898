using System.Text;
using Pipeline.Core.Backfill;
using Pipeline.Core.Contracts;

namespace Pipeline.Tests.Core.Backfill;

public sealed class BackfillSummariserTests
{
    private const string Manifest =
        """
        {"DestinationBucket":"internal","MapRunArn":"arn:aws:states:us-east-1:123456789012:mapRun:backfill/Listing:1",
         "ResultFiles":{"FAILED":[{"Key":"b/FAILED_0.json","Size":1}],"PENDING":[],"SUCCEEDED":[{"Key":"b/SUCCEEDED_0.json","Size":1},{"Key":"b/SUCCEEDED_1.json","Size":1}]}}
        """;

    private const string Failures =
        """{"ExecutionArn":"arn:1","Name":"1","Status":"FAILED","Error":"X","Cause":"y","Input":"{}"}""";

    [Fact]
    public async Task OutcomesAreCountedFromJsonLines()
    {
        var response = await SummariseAsync(
            """{"outcome":"accepted","key":"a.jpg"}""" + "\n" + """{"outcome":"unchanged","key":"b.jpg"}""" + "\n" + """{"outcome":"rejected","key":"c.txt"}""" + "\n",
            """{"outcome":"accepted","key":"d.jpg"}""" + "\n" + """{"outcome":"skipped","key":"e/"}""" + "\n" + """{"outcome":"refreshed","key":"f.jpg"}""",
            Failures + "\n" + Failures + "\n");

        Assert.Equal(new(Accepted: 2, Unchanged: 1, Refreshed: 1, Rejected: 1, Failed: 2, Skipped: 1), response.Counts);
        Assert.Equal(8, response.Counts.Total);
        Assert.Equal(new("internal", "b/manifest.json"), response.Results);
    }

    [Fact]
    public async Task OutcomesAreCountedFromDescriptionsOfExecutions()
    {
        var response = await SummariseAsync(
            """[{"ExecutionArn":"arn:2","Output":"{\"outcome\":\"superseded\",\"key\":\"a.jpg\"}","OutputDetails":{"Included":true},"Status":"SUCCEEDED"}]""", "[]", $"[{Failures}]");

        Assert.Equal(new(Superseded: 1, Failed: 1), response.Counts);
    }

    [Fact]
    public async Task FileOfAnySizeIsCountedInOnePass()
    {
        var line = Encoding.UTF8.GetBytes("""{"outcome":"unchanged","key":"photos/2026/a-photo.jpg"}""" + "\n");
        var many = new byte[line.Length * 50_000];
        for (var i = 0; i < many.Length; i += line.Length)
        {
            line.CopyTo(many, i);
        }

        var response = await SummariseAsync(Encoding.UTF8.GetString(many), "", "");

        Assert.Equal(50_000, response.Counts.Unchanged);
    }

    [Fact]
    public async Task OutcomeThatTheDefinitionDoesNotHaveIsAnError() =>
        Assert.Contains("'dropped'", (await Assert.ThrowsAsync<FormatException>(() => SummariseAsync("""{"outcome":"dropped"}""", "", ""))).Message, StringComparison.Ordinal);

    private static Task<SummariseResponse> SummariseAsync(string first, string second, string failed)
    {
        var files = new Files(new()
        {
            ["b/manifest.json"] = Manifest, ["b/SUCCEEDED_0.json"] = first, ["b/SUCCEEDED_1.json"] = second, ["b/FAILED_0.json"] = failed,
        });
        return new BackfillSummariser(files).SummariseAsync(new("arn:3", new("internal", "b/manifest.json")), CancellationToken.None);
    }

    private sealed class Files(Dictionary<string, string> texts) : IResultFiles
    {
        public Task<Stream> OpenAsync(string bucket, string key, CancellationToken cancellationToken)
        {
            Assert.Equal("internal", bucket);
            return Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(texts[key])));
        }
    }
}
