using Pipeline.Local.Hosting;
using Pipeline.Local.Reporting;

namespace Pipeline.Local.Commands;

/// <summary>Submits files and follows what comes of them.</summary>
internal sealed class Processing(LocalPipeline pipeline, IReporter reporter)
{
    private readonly List<Task<bool>> _completions = [];

    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        var resumed = await pipeline.ResumeAsync(cancellationToken);
        if (resumed.Count > 0)
        {
            reporter.Say(resumed.Count == 1 ? "Resumed 1 unfinished execution." : $"Resumed {resumed.Count:N0} unfinished executions.");
        }

        foreach (var submission in resumed)
        {
            Follow(submission);
        }
    }

    public async Task SubmitAsync(IEnumerable<SourceFile> files, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            await using var content = new FileStream(file.Path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
            Follow(await pipeline.UploadAsync(file.Key, content, cancellationToken));
        }
    }

    /// <summary>Waits for all that was submitted.</summary>
    /// <returns>Whether all succeeded, were unchanged or superseded.</returns>
    public async Task<bool> CompleteAsync(CancellationToken cancellationToken)
    {
        var results = await Task.WhenAll(_completions).WaitAsync(cancellationToken);
        return results.All(good => good);
    }

    private void Follow(Submission submission)
    {
        reporter.Submitted(submission);
        _completions.Add(FollowAsync(submission));
    }

    private async Task<bool> FollowAsync(Submission submission)
    {
        var outcome = await submission.Completion;
        reporter.Completed(submission, outcome);
        return outcome.IsGood;
    }
}
