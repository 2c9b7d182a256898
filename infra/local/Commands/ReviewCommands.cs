using System.CommandLine;
using Pipeline.Codecs;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Deployment;
using Pipeline.Core.Persisting;
using Pipeline.Core.Renditions;
using Pipeline.Host.Engine;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Records;
using Pipeline.Local.Reporting;
using Pipeline.Terminal.Commands;
using Pipeline.Terminal.Reports;

namespace Pipeline.Local.Commands;

/// <summary><c>images release</c> and <c>images describe</c>: what a person decides about an image. No model is asked, and nothing else is processed.</summary>
internal static class ReviewCommands
{
    public static Command CreateRelease()
    {
        var key = CaptionOptions.CreateKey();
        var (data, grace, json) = (DataFolderOption.Create(), RenditionGraceOption.Create(), CreateJson());
        var command = new Command("release", "Publish an image that is in quarantine, after you have looked at it. Its record then says that you released it.") { key, data, grace, json };
        command.SetAction((result, cancellationToken) => RunAsync(
            result.GetRequiredValue(key), result.GetRequiredValue(data), TimeSpan.FromDays(result.GetValue(grace)), result.GetValue(json), "POST http://localhost:8420/api/quarantine/KEY/release",
            (pipeline, found, token) => pipeline.ReleaseAsync(found, etag: null, token), cancellationToken));
        return command;
    }

    public static Command CreateDescribe()
    {
        var (key, options) = (CaptionOptions.CreateKey(), new CaptionOptions());
        var (data, json) = (DataFolderOption.Create(), CreateJson());
        var command = new Command("describe", "Give an image an alternative text of yours.") { key };
        options.AddTo(command);
        command.Options.Add(data);
        command.Options.Add(json);
        command.SetAction((result, cancellationToken) =>
        {
            var caption = options.Read(result);
            return RunAsync(
                result.GetRequiredValue(key), result.GetRequiredValue(data), RenditionGrace.Default, result.GetValue(json), "PUT http://localhost:8420/api/images/KEY/description",
                (pipeline, found, token) => pipeline.CaptionAsync(found, caption, token), cancellationToken);
        });
        return command;
    }

    private static Option<bool> CreateJson() => new("--json") { Description = "Print the outcome as a JSON object on one line." };

    private static async Task<int> RunAsync(
        string key, DirectoryInfo data, TimeSpan grace, bool json, string request, Func<LocalPipeline, string, CancellationToken, Task<Submission?>> start,
        CancellationToken cancellationToken)
    {
        // A folder that does not exist has no images, and is not created.
        await DataFolderOption.OpenReadOnly(data).DisposeAsync();
        await using var pipeline = Open(data, request, path => LocalPipeline.Open(
            new(path, RenditionSet.Default) { Describing = new(Vision: null), RenditionGrace = grace }, ImageCodecs.CreateForBuild(), TimeProvider.System));
        var reporter = Reporters.Create(json, new(IsVerbose: true));
        var found = await FindAsync(pipeline.Store, key, cancellationToken);
        return await reporter.RunAsync(
            async () =>
            {
                var submission = await StartAsync(() => start(pipeline, found, cancellationToken)) ?? throw NotFound(key, pipeline.Store);
                reporter.OnSubmitted(submission);
                var outcome = await submission.Completion.WaitAsync(cancellationToken);
                reporter.OnCompleted(submission, outcome);
                return outcome.IsSuccessful ? ExitCodes.Success : ExitCodes.Failure;
            },
            rendition => Display.GetRelativePath(pipeline.Store.Images.GetRenditionPath(rendition)));
    }

    private static async Task<Submission?> StartAsync(Func<Task<Submission?>> start)
    {
        try
        {
            return await start();
        }
        catch (Exception exception) when (exception is NotInQuarantineException or NothingToDescribeException)
        {
            throw new UsageException(exception.Message);
        }
    }

    private static LocalPipeline Open(DirectoryInfo folder, string request, Func<string, LocalPipeline> open)
    {
        try
        {
            return DataFolderOption.Open(folder, open);
        }
        catch (FolderInUseException exception)
        {
            throw new UsageException(
                $"A host uses {folder} ({exception.ProcessId}). Stop it first, or let it do the work: in its console, or with its API: curl -X {request}.");
        }
    }

    private static async Task<string> FindAsync(LocalStore store, string given, CancellationToken cancellationToken)
    {
        // A key can itself start with the name of the bucket.
        var withoutBucket = given.StartsWith(BucketNames.Uploads + "/", StringComparison.Ordinal) ? given[(BucketNames.Uploads.Length + 1)..] : given;
        foreach (var key in (string[])[withoutBucket, given])
        {
            if (await store.Catalogue.GetAsync(ImageIds.Create(BucketNames.Uploads, key), cancellationToken) is not null)
            {
                return key;
            }
        }

        throw NotFound(given, store);
    }

    private static UsageException NotFound(string given, LocalStore store) => new($"There is no image {given} in {store.Folder}; see `images list`.");
}
