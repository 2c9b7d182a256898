using Pipeline.Host.Engine;
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
    private readonly List<Task<bool>> _completions = [];

    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        var resumed = await pipeline.ResumeAsync(cancellationToken);
        if (resumed.Count > 0)
        {
            reporter.WriteMessage(resumed.Count == 1 ? "Resumed 1 unfinished execution." : $"Resumed {resumed.Count} unfinished executions.");
        }

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

    /// <summary>Waits for all submitted files.</summary>
    /// <returns>Whether all of them succeeded, were unchanged or were superseded.</returns>
    public async Task<bool> WaitForAllAsync(CancellationToken cancellationToken)
    {
        var results = await Task.WhenAll(_completions).WaitAsync(cancellationToken);
        return results.All(succeeded => succeeded);
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
        reporter.WriteMessage(message);
        _completions.Add(Task.FromResult(false));
    }

    private void Track(Submission submission)
    {
        reporter.OnSubmitted(submission);
        _completions.Add(TrackAsync(submission));
    }

    private async Task<bool> TrackAsync(Submission submission)
    {
        try
        {
            var outcome = await submission.Completion;
            reporter.OnCompleted(submission, outcome);
            return outcome.IsSuccessful;
        }
        catch (Exception exception) when (StoreFaults.IsEnvironmental(exception))
        {
            reporter.WriteMessage($"{submission.ImageId} is unfinished and continues at the next start: {OpenFileLimit.Explain(exception) ?? exception.Message}");
            return false;
        }
    }
}
