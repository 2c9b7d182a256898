using Pipeline.Local.Hosting;
using Pipeline.Local.Reporting;
using Pipeline.Local.Store;

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
            reporter.Say(resumed.Count == 1 ? "Resumed 1 unfinished execution." : $"Resumed {resumed.Count} unfinished executions.");
        }

        foreach (var submission in resumed)
        {
            Follow(submission);
        }
    }

    /// <summary>Uploads the files. One that cannot be uploaded is told and counts as failed; the others go on.</summary>
    public async Task SubmitAsync(IEnumerable<SourceFile> files, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            if (Open(file) is not { } content)
            {
                continue;
            }

            await using (content)
            {
                try
                {
                    Follow(await pipeline.UploadAsync(file.Key, content, cancellationToken));
                }
                catch (Exception exception) when (exception is InvalidKeyException or UploadTooLargeException)
                {
                    Refuse($"{file.Path} was not uploaded: {exception.Message}");
                }
            }
        }
    }

    /// <summary>Waits for all that was submitted.</summary>
    /// <returns>Whether all succeeded, were unchanged or superseded.</returns>
    public async Task<bool> CompleteAsync(CancellationToken cancellationToken)
    {
        var results = await Task.WhenAll(_completions).WaitAsync(cancellationToken);
        return results.All(good => good);
    }

    /// <summary>After a cancellation: what is left, and what becomes of it.</summary>
    public void SayStopped()
    {
        var left = _completions.Count(completion => !completion.IsCompletedSuccessfully);
        reporter.Say(left switch
        {
            0 => "Stopped; every execution that was started has ended.",
            1 => "Stopped; 1 execution is unfinished and goes on at the next start.",
            _ => $"Stopped; {left} executions are unfinished and go on at the next start.",
        });
    }

    private FileStream? Open(SourceFile file)
    {
        try
        {
            return SourceFiles.Open(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Refuse($"{file.Path} cannot be read: {exception.Message}");
            return null;
        }
    }

    private void Refuse(string why)
    {
        reporter.Say(why);
        _completions.Add(Task.FromResult(false));
    }

    private void Follow(Submission submission)
    {
        reporter.Submitted(submission);
        _completions.Add(FollowAsync(submission));
    }

    private async Task<bool> FollowAsync(Submission submission)
    {
        try
        {
            var outcome = await submission.Completion;
            reporter.Completed(submission, outcome);
            return outcome.IsGood;
        }
        catch (Exception exception) when (Faults.IsOfTheMachine(exception))
        {
            reporter.Say($"{submission.ImageId} is unfinished and goes on at the next start: {exception.Message}");
            return false;
        }
    }
}
