using Pipeline.Host.Engine;
using Pipeline.Host.Engine.Events;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Imaging.Renditions;
using Pipeline.Local.Files;
using Pipeline.Local.Reporting;
using Pipeline.Terminal.Files;

namespace Pipeline.Local.Commands;

/// <summary>Submits files and waits for their outcomes.</summary>
/// <param name="pipeline">The pipeline.</param>
/// <param name="reporter">Receives outcomes and messages.</param>
/// <param name="maxBytes">Largest file to upload.</param>
internal sealed class FileProcessor(LocalPipeline pipeline, IReporter reporter, long maxBytes)
{
    /// <summary>How long a fault of the machine, for example a full disk, may last before the command ends.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly List<Task<bool>> _completions = [];
    private readonly HashSet<string> _tracked = [];
    private DateTimeOffset? _reported;

    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        pipeline.Events.Published += happened =>
        {
            if (happened is ExecutionInterrupted)
            {
                ReportInterruption();
            }
        };
        var resumed = await pipeline.ResumeAsync(cancellationToken);
        if (resumed.Count > 0)
        {
            reporter.WriteMessage(resumed.Count == 1 ? "Resumed 1 unfinished execution." : $"Resumed {resumed.Count} unfinished executions.");
        }

        reporter.Expect(resumed.Count);
        foreach (var submission in resumed)
        {
            Track(submission);
        }
    }

    /// <summary>Uploads files. Reports a file that cannot be uploaded, counts it as failed and continues with the others.</summary>
    /// <param name="files">Files to upload.</param>
    /// <param name="focalPoint">Focal point of all of them; null for none.</param>
    /// <param name="cancellationToken">Cancels the uploads.</param>
    public async Task SubmitAsync(IEnumerable<SourceFile> files, FocalPoint? focalPoint, CancellationToken cancellationToken)
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
                    Track(await pipeline.UploadAsync(file.Key, content, new(maxBytes) { FocalPoint = focalPoint }, cancellationToken));
                }
                catch (Exception exception) when (exception is InvalidKeyException or UploadTooLargeException)
                {
                    ReportFailure($"{file.Path} was not uploaded: {exception.Message}");
                }
            }
        }
    }

    /// <summary>Processes stored originals again. An image whose execution has not ended yet is waited for instead.</summary>
    public async Task ProcessAgainAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
        {
            if (await pipeline.ProcessAgainAsync(key, cancellationToken) is not { } submission)
            {
                ReportFailure($"{key} was not processed: its original is gone.");
            }
            else if (submission.Execution is null || !_tracked.Contains(submission.Execution))
            {
                Track(submission);
            }
        }
    }

    /// <summary>Waits for all submitted files, but gives up when the machine keeps them from going on for long.</summary>
    /// <returns>Whether all of them succeeded, were unchanged or were superseded.</returns>
    public async Task<bool> WaitForAllAsync(CancellationToken cancellationToken)
    {
        var all = Task.WhenAll(_completions);
        while (await Task.WhenAny(all, Task.Delay(TimeSpan.FromMilliseconds(500), pipeline.Time, cancellationToken)) != all)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (pipeline.Interruption is { } fault && pipeline.Time.GetUtcNow() - fault.Since > Patience)
            {
                var unfinished = _completions.Count(completion => !completion.IsCompleted);
                reporter.WriteMessage($"{fault.Message} {Count(unfinished, "execution is", "executions are")} unfinished and {(unfinished == 1 ? "continues" : "continue")} at the next start.");
                return false;
            }
        }

        return (await all).All(succeeded => succeeded);
    }

    /// <summary>After a cancellation, reports how many executions are unfinished.</summary>
    public void ReportStopped()
    {
        var unfinished = _completions.Count(completion => !completion.IsCompletedSuccessfully);
        reporter.WriteMessage(unfinished switch
        {
            0 => "Stopped. All executions have ended.",
            1 => "Stopped. 1 execution is unfinished and continues at the next start.",
            _ => $"Stopped. {unfinished} executions are unfinished and continue at the next start.",
        });
    }

    private FileStream? Open(SourceFile file)
    {
        try
        {
            return SourceFiles.Open(file, maxBytes);
        }
        catch (Exception exception) when (exception is NotRegularFileException or LinkOutsideException or UploadTooLargeException)
        {
            ReportFailure($"{file.Path} was not uploaded: {exception.Message}");
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            ReportFailure($"{file.Path} cannot be read: {OpenFileLimit.Explain(exception) ?? exception.Message}");
            return null;
        }
    }

    private void ReportFailure(string message)
    {
        reporter.OnNotUploaded(message);
        _completions.Add(Task.FromResult(false));
    }

    private void Track(Submission submission)
    {
        reporter.OnSubmitted(submission);
        if (submission.Execution is { } execution)
        {
            _tracked.Add(execution);
        }

        _completions.Add(TrackAsync(submission));
    }

    private async Task<bool> TrackAsync(Submission submission)
    {
        var outcome = await submission.Completion;
        reporter.OnCompleted(submission, outcome);
        return outcome.IsSuccessful;
    }

    /// <summary>Reports a fault of the machine once, not for each execution and each attempt.</summary>
    private void ReportInterruption()
    {
        if (pipeline.Interruption is { } fault && _reported != fault.Since)
        {
            _reported = fault.Since;
            reporter.WriteMessage($"{fault.Message} {Count(fault.Waiting.Count, "execution waits", "executions wait")} until then.");
        }
    }

    private static string Count(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{count} {many}";
}
