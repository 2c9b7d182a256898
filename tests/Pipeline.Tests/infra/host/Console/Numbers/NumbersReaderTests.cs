using Pipeline.Core.Catalogue;
using Pipeline.Core.Executions;
using Pipeline.Host.Console.Contracts;
using Pipeline.Host.Console.Numbers;
using Pipeline.Host.Store.Records;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Host.Console.Numbers;

public sealed class NumbersReaderTests
{
    [Fact]
    public async Task NumbersAreEmptyAtTheStart()
    {
        await using var local = new TemporaryStore();

        var read = await Reader(local).ReadAsync(CancellationToken.None);

        Assert.Equal(local.Time.Now, read.Since);
        Assert.Equal(60, read.Throughput.Count);
        Assert.All(read.Throughput, minute => Assert.Equal(new(minute.Minute, 0, 0, 0), minute));
        Assert.Empty(read.States);
        Assert.Empty(read.Outcomes);
        Assert.Equal(new(0, 0, 0, 0, 0), read.Executions);
        Assert.Equal(new(0, 0, 0, 0, 0), read.Waits);
    }

    [Fact]
    public async Task RunsWaitsStatesAndOutcomesAreReadApart()
    {
        await using var local = new TemporaryStore();
        await RunAsync(local, "a", "succeeded", null);
        await RunAsync(local, "b", "rejected", "corruptImage");
        await RunAsync(local, "c", "rejected", "corruptImage");

        var read = await Reader(local).ReadAsync(CancellationToken.None);

        Assert.Equal((3, 3), (read.Throughput.Sum(minute => minute.Started), read.Throughput.Sum(minute => minute.Ended)));
        Assert.Equal(
            [new StateNumbers("Validate", 3, 20, 20, 20, 20, 3, 0), new StateNumbers("Resize", 3, 480, 480, 480, 480, 0, 3)], read.States);
        Assert.Equal(new(3, 500, 500, 500, 500), read.Executions);
        Assert.Equal(new(3, 2_000, 2_000, 2_000, 2_000), read.Waits);
        Assert.Equal([new OutcomeNumbers("rejected", "corruptImage", 2), new OutcomeNumbers("succeeded", null, 1)], read.Outcomes);
    }

    [Fact]
    public async Task UploadIsCountedByStateInTheOrderOfTheDefinition()
    {
        await using var pipeline = new PipelineUnderTest();
        var order = pipeline.Pipeline.Definition.Current.Definition.StateNames.ToList();

        await pipeline.UploadAsync("a.png", SyntheticImages.Png(60, 40));
        await pipeline.UploadAsync("b.png", "no image"u8.ToArray());

        var read = await new NumbersReader(pipeline.Pipeline.Store, () => order, TimeProvider.System).ReadAsync(CancellationToken.None);
        Assert.Equal(read.States.OrderBy(state => order.IndexOf(state.Name)), read.States);
        // thumb, small and large-jpeg: the original is smaller than medium and large, which share the file of small.
        Assert.Equal(3, read.States.Single(state => state.Name == "Resize").Count);
        Assert.Equal(2, read.States.Single(state => state.Name == "Validate").Count);
        Assert.Equal([("rejected", "unsupportedFormat"), ("succeeded", null)], read.Outcomes.Select(outcome => (outcome.Outcome, outcome.Reason)));
        Assert.Equal(2, read.Throughput.Sum(minute => minute.Ended));
        Assert.Equal(SyntheticImages.Png(60, 40).Length + 8, read.Throughput.Sum(minute => minute.Bytes));
        Assert.Equal(2, read.Executions.Count);
    }

    private static NumbersReader Reader(TemporaryStore local) => new(local.Store, () => ["Validate", "Resize"], local.Time);

    /// <summary>An execution that waits for two seconds and runs for half a second.</summary>
    private static async Task RunAsync(TemporaryStore local, string arn, string outcome, string? reason)
    {
        var executions = local.Store.Executions;
        await executions.StartAsync(new(arn, arn, "machine", "uploads/a.jpg", local.Time.Now, "{}"), null, CancellationToken.None);
        var begun = (await executions.GetAsync(arn, CancellationToken.None))!.BeginRun(local.Time.Now.AddSeconds(2), null);
        await executions.QueueRunAsync(begun, CancellationToken.None);
        await executions.FinishAsync(
            arn,
            new(RecordedStatus.Succeeded, "{}", null, null, local.Time.Now.AddSeconds(2.5), outcome, reason is null ? null : new Reason(reason, "m"))
            {
                Visits = [new("Validate", TimeSpan.FromMilliseconds(20), 1, false), new("Resize", TimeSpan.FromMilliseconds(480), 0, true)],
            },
            [],
            CancellationToken.None);
    }
}
