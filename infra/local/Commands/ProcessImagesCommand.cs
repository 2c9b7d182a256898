using System.CommandLine;
using System.Runtime.CompilerServices;
using Pipeline.Codecs;
using Pipeline.Core.Catalogue;
using Pipeline.Host.Engine;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Records;
using Pipeline.Local.Reporting;
using Pipeline.Terminal.Commands;
using Pipeline.Terminal.Reports;

namespace Pipeline.Local.Commands;

/// <summary><c>images process</c>: processes stored originals again, those of some keys or all that match a filter.</summary>
internal static class ProcessImagesCommand
{
    private const int PageSize = 1_000;

    public static Command Create(IReadOnlyDictionary<string, ImageStatus> statuses)
    {
        var keys = new Argument<string[]>("KEY") { Description = "Keys of images, or BUCKET/KEY.", Arity = ArgumentArity.ZeroOrMore };
        var prefix = ImageSearchOptions.CreatePrefix("Process all images whose keys begin with this text, such as a folder. An empty text means all images.");
        var text = ImageSearchOptions.CreateText("Process all images with this text in their keys, in upper or lower case.");
        var status = ListOptions.CreateStatus("Process all images with this status", statuses);
        var (data, renditions, engine) = (DataFolderOption.Create(), RenditionSetFile.CreateOption(), new EngineOptions());
        var json = new Option<bool>("--json") { Description = "Print one JSON object per image, each on one line." };
        var verbose = Reporters.CreateVerboseOption();
        var command = new Command(
            "process", "Process stored originals again. An image whose renditions are there and up to date ends as unchanged.")
        {
            keys, prefix, text, status, data, renditions, json, verbose,
        };
        engine.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var given = result.GetValue(keys) ?? [];
            var isFiltered = ((Option[])[prefix, text, status]).Any(filter => result.GetResult(filter) is { Implicit: false });
            if (isFiltered == given.Length > 0)
            {
                throw new UsageException(isFiltered ? "'images process' takes keys, or --prefix, --text and --status; not both." : "'images process' needs keys, or --prefix, --text or --status.");
            }

            var arguments = engine.Read(result);
            var sets = RenditionSetFile.Read(result.GetValue(renditions));
            var fence = arguments.Fence?.CreateOptions(arguments.Memory);
            var query = new ImageQuery(result.GetValue(status), result.GetValue(prefix) ?? "", Text: result.GetValue(text)?.Trim(), Sort: ImageSort.Name, IsAscending: true);
            var reporter = Reporters.Create(result.GetValue(json), new(result.GetValue(verbose)));
            // A folder that does not exist has nothing to process again, and is not created.
            await DataFolderOption.OpenReadOnly(result.GetRequiredValue(data)).DisposeAsync();
            await using var pipeline = Open(
                result.GetRequiredValue(data),
                path => LocalPipeline.Open(arguments.CreateOptions(path, sets, fence), ImageCodecs.CreateForBuild(), reporter.OnHistoryEvent, TimeProvider.System));
            // All keys are looked up before anything runs.
            var wanted = given.Length > 0 ? await FindAsync(pipeline.Store, given, cancellationToken) : null;
            var processing = new FileProcessor(pipeline, reporter, maxBytes: 0);
            return await reporter.RunAsync(
                () => RunAsync(processing, wanted?.ToAsyncEnumerable() ?? SearchAsync(pipeline.Store, query, cancellationToken), reporter, cancellationToken),
                key => Display.GetRelativePath(pipeline.Store.Images.GetRenditionPath(key)));
        });
        return command;
    }

    private static LocalPipeline Open(DirectoryInfo folder, Func<string, LocalPipeline> open)
    {
        try
        {
            return DataFolderOption.Open(folder, open);
        }
        catch (FolderInUseException exception)
        {
            throw new UsageException(
                $"A host uses {folder} ({exception.ProcessId}). Stop it first, or let it do the work: in its console, or with curl -X POST http://localhost:8420/api/images/KEY/process.");
        }
    }

    private static async Task<int> RunAsync(FileProcessor processing, IAsyncEnumerable<string> keys, IReporter reporter, CancellationToken cancellationToken)
    {
        try
        {
            await processing.ResumeAsync(cancellationToken);
            var wanted = await keys.ToListAsync(cancellationToken);
            reporter.Expect(wanted.Count);
            await processing.ProcessAgainAsync(wanted, cancellationToken);
            if (wanted.Count == 0)
            {
                reporter.WriteMessage("No images match.");
            }

            return await processing.WaitForAllAsync(cancellationToken) ? ExitCodes.Success : ExitCodes.Failure;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            processing.ReportStopped();
            return ExitCodes.Interrupted;
        }
    }

    private static async Task<IReadOnlyList<string>> FindAsync(LocalStore store, string[] given, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        foreach (var each in given)
        {
            // A key can itself start with the name of the bucket.
            var withoutBucket = each.StartsWith(BucketNames.Uploads + "/", StringComparison.Ordinal) ? each[(BucketNames.Uploads.Length + 1)..] : each;
            found.Add(await store.Uploads.HeadAsync(withoutBucket, cancellationToken) is not null ? withoutBucket
                : await store.Uploads.HeadAsync(each, cancellationToken) is not null ? each
                : throw new UsageException($"There is no original {each} in {store.Folder}; see `images list`."));
        }

        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    private static async IAsyncEnumerable<string> SearchAsync(LocalStore store, ImageQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? continuation = null;
        do
        {
            var page = await store.Catalogue.SearchAsync(query, PageSize, continuation, cancellationToken);
            foreach (var record in page.Records.Where(record => record.Status != ImageStatus.Deleted))
            {
                yield return record.Key;
            }

            continuation = page.Continuation;
        }
        while (continuation is not null);
    }
}
