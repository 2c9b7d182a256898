using Pipeline.Core.Executions;
using Pipeline.Host.Engine.Events;
using Pipeline.Interpreter.Definition;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.Engine.Definitions;

public sealed class DefinitionFileTests
{
    private const string Broken = """{"StartAt":"P","States":{"P":{"Type":"Pass","Next":"Nowhere"}}}""";

    private const string Other = """{"StartAt":"Q","States":{"Q":{"Type":"Pass","Next":"Done"},"Done":{"Type":"Succeed"}}}""";

    [Fact]
    public async Task BrokenDefinitionIsReportedAndTheLastValidOneStaysInUse()
    {
        await using var pipeline = new DefinedPipeline(DefinedPipeline.Passing, watch: true);
        var file = pipeline.Pipeline.Definition;

        await File.WriteAllTextAsync(file.Path, Broken);
        await DefinedPipeline.WaitUntilAsync(() => !file.Current.IsValid);

        var error = Assert.Single(file.Current.Errors);
        Assert.Equal("$.States.P.Next", error.Path);
        Assert.Contains("Nowhere", error.Message, StringComparison.Ordinal);
        Assert.Equal((Broken, DefinedPipeline.Passing), (file.Current.Text, file.Current.Json));
        await pipeline.Pipeline.Executions.StartAsync("mine", "{}", CancellationToken.None);
        Assert.Equal(RecordedStatus.Succeeded, (await pipeline.WaitForEndAsync("mine")).Status);

        await File.WriteAllTextAsync(file.Path, Other);
        await DefinedPipeline.WaitUntilAsync(() => file.Current.IsValid);

        Assert.Equal((Other, Other), (file.Current.Text, file.Current.Json));
        Assert.Equal([false, true], pipeline.Events.OfType<DefinitionChanged>().Select(changed => changed.Definition.IsValid));
    }

    [Fact]
    public async Task FileReplacedByRenameIsReloaded()
    {
        await using var pipeline = new DefinedPipeline(DefinedPipeline.Passing, watch: true);
        var file = pipeline.Pipeline.Definition;

        await File.WriteAllTextAsync(file.Path + ".new", Other);
        File.Move(file.Path + ".new", file.Path, overwrite: true);

        await DefinedPipeline.WaitUntilAsync(() => file.Current.Text == Other);
    }

    [Fact]
    public async Task RemovedFileIsReportedAndARestoredOneIsReloaded()
    {
        await using var pipeline = new DefinedPipeline(DefinedPipeline.Passing, watch: true);
        var file = pipeline.Pipeline.Definition;

        File.Delete(file.Path);
        await DefinedPipeline.WaitUntilAsync(() => !file.Current.IsValid);

        var error = Assert.Single(file.Current.Errors);
        Assert.Equal("$", error.Path);
        Assert.StartsWith("cannot be read", error.Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file.Path, DefinedPipeline.Passing);
        await DefinedPipeline.WaitUntilAsync(() => file.Current.IsValid);
    }

    [Fact]
    public async Task FileThatIsNotUtf8IsReportedAndTheLastValidOneStaysInUse()
    {
        await using var pipeline = new DefinedPipeline(DefinedPipeline.Passing);
        var file = pipeline.Pipeline.Definition;

        await File.WriteAllBytesAsync(file.Path, [.. "{\"Comment\": \""u8, 0xFF, .. "\"}"u8]);
        file.Reload();

        Assert.Equal("is not text in UTF-8", Assert.Single(file.Current.Errors).Message);
        Assert.Equal(DefinedPipeline.Passing, file.Current.Json);
    }

    [Fact]
    public async Task RewritingTheSameContentRaisesNoEvent()
    {
        await using var pipeline = new DefinedPipeline(DefinedPipeline.Passing);

        await File.WriteAllTextAsync(pipeline.DefinitionPath, DefinedPipeline.Passing);
        pipeline.Pipeline.Definition.Reload();

        Assert.Empty(pipeline.Events);
    }

    [Fact]
    public async Task RunningExecutionKeepsItsDefinition()
    {
        await using var pipeline = new DefinedPipeline(DefinedPipeline.Waiting);
        await pipeline.Pipeline.Executions.StartAsync("old", "{}", CancellationToken.None);
        await DefinedPipeline.WaitUntilAsync(async () => (await pipeline.GetHistoryTypesAsync("old")).Contains("WaitStateEntered"));
        await File.WriteAllTextAsync(pipeline.DefinitionPath, DefinedPipeline.Passing);
        pipeline.Pipeline.Definition.Reload();

        await pipeline.Pipeline.Executions.StartAsync("new", "{}", CancellationToken.None);

        Assert.Equal(RecordedStatus.Succeeded, (await pipeline.WaitForEndAsync("new")).Status);
        Assert.Equal(RecordedStatus.Running, (await pipeline.GetAsync("old")).Status);
    }

    [Fact]
    public async Task RedriveThatDoesNotFitTheDefinitionIsRefusedAndChangesNothing()
    {
        await using var pipeline = new DefinedPipeline(DefinedPipeline.Failing);
        await pipeline.Pipeline.Executions.StartAsync("mine", "{}", CancellationToken.None);
        await pipeline.WaitForEndAsync("mine");
        await File.WriteAllTextAsync(pipeline.DefinitionPath, Other);
        pipeline.Pipeline.Definition.Reload();

        var result = await pipeline.Pipeline.Executions.RedriveAsync("mine", CancellationToken.None);

        Assert.Contains("event 2, PassStateEntered of P, has no place in it", result.Refusal, StringComparison.Ordinal);
        var kept = await pipeline.GetAsync("mine");
        Assert.Equal((RecordedStatus.Failed, 0), (kept.Status, kept.RedriveCount));
    }

    [Fact]
    public async Task ResumeThatDoesNotFitTheDefinitionFailsTheExecution()
    {
        await using var pipeline = new DefinedPipeline(DefinedPipeline.Waiting);
        await pipeline.Pipeline.Executions.StartAsync("mine", "{}", CancellationToken.None);
        await DefinedPipeline.WaitUntilAsync(async () => (await pipeline.GetHistoryTypesAsync("mine")).Contains("WaitStateEntered"));
        await pipeline.ReopenAsync(Other);

        var outcome = await Assert.Single(await pipeline.Pipeline.ResumeAsync(CancellationToken.None)).Completion;

        Assert.Equal(("failed", "States.Runtime"), (outcome.Name, outcome.Reason!.Code));
        var ended = await pipeline.GetAsync("mine");
        Assert.Equal((RecordedStatus.Failed, "States.Runtime"), (ended.Status, ended.Error));
        Assert.Contains("WaitStateEntered of W, has no place in it", ended.Cause, StringComparison.Ordinal);
        Assert.Equal(["ExecutionStarted", "WaitStateEntered", "ExecutionFailed"], await pipeline.GetHistoryTypesAsync("mine"));
    }

    [Fact]
    public void HostDoesNotStartWithABrokenDefinition() =>
        Assert.Throws<InvalidDefinitionException>(() => new DefinedPipeline(Broken));
}
