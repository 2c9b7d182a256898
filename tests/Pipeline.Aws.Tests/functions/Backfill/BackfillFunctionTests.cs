using System.Text;
using Pipeline.Aws.Tests.Lambda;
using Pipeline.Backfill;
using Pipeline.Core.Backfill;
using Pipeline.Core.Contracts;
using Pipeline.Lambda;

namespace Pipeline.Aws.Tests.Backfill;

public sealed class BackfillFunctionTests : IDisposable
{
    private readonly LogLines _lines = new();

    public void Dispose() => _lines.Dispose();

    [Fact]
    public async Task RequestOfTheStateIsAnsweredWithCounts()
    {
        var response = await CallAsync("""{"execution":"arn:mine","results":{"Bucket":"internal","Key":"manifest.json"}}""");

        Assert.Equal(new(Accepted: 1, Failed: 1), response.Counts);
        var line = _lines.Read()[^1];
        Assert.Equal(("arn:mine", "some failed"), ((string?)line["execution"], (string?)line["outcome"]));
    }

    private async Task<SummariseResponse> CallAsync(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return await new BackfillFunction(new(new Files()), _lines.CreateCalls("backfill"))
            .Backfill(new PipelineSerializer().Deserialize<SummariseRequest>(stream), LogLines.CreateContext());
    }

    private sealed class Files : IResultFiles
    {
        public Task<Stream> OpenAsync(string bucket, string key, CancellationToken cancellationToken) => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(key switch
        {
            "manifest.json" => """{"DestinationBucket":"internal","ResultFiles":{"SUCCEEDED":[{"Key":"s","Size":1}],"FAILED":[{"Key":"f","Size":1}],"PENDING":[]}}""",
            "s" => """{"outcome":"accepted","key":"a.jpg"}""",
            _ => """{"Status":"FAILED"}""",
        })));
    }
}
