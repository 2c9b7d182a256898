using System.CommandLine;
using Pipeline.Codecs;
using Pipeline.Host.Engine;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Records;
using Pipeline.Imaging.Renditions;
using Pipeline.Local.Files;
using Pipeline.Local.Reporting;
using Pipeline.Terminal.Commands;
using Pipeline.Terminal.Reports;

namespace Pipeline.Local.Commands;

/// <summary><c>process</c>: uploads files, runs the state machine on them and shows the results.</summary>
internal static class ProcessCommand
{
    /// <summary>Largest upload in bytes, as of <c>serve</c>, unless an image may be larger.</summary>
    private const long DefaultMaxUpload = 256_000_000;

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Images, or folders with images (including subfolders). Without any, the sample photo.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var data = DataFolderOption.Create();
        var renditions = RenditionSetFile.CreateOption();
        var json = new Option<bool>("--json") { Description = "Print one JSON object per image, each on one line." };
        var verbose = Reporters.CreateVerboseOption();
        var watch = new Option<DirectoryInfo?>("--watch")
        {
            Description = "Also process all files in this folder, and files that appear or change there, until you press Ctrl+C.",
            HelpName = "DIR",
        };
        var follow = WatchedFolder.CreateFollowOption();
        var keep = KeepExecutionsOption.Create();
        var focalPoint = CreateFocalPointOption();
        var command = new Command("process", "Upload images and run the pipeline on them.") { files, data, renditions, focalPoint, json, verbose, watch, follow, keep };
        var engine = new EngineOptions();
        engine.AddTo(command);
        command.SetAction((result, cancellationToken) => RunAsync(
            new(
                result.GetValue(files) ?? [],
                result.GetRequiredValue(data),
                result.GetValue(renditions),
                result.GetValue(focalPoint),
                result.GetValue(json),
                result.GetValue(verbose),
                result.GetValue(watch),
                result.GetValue(follow),
                result.GetValue(keep) ?? ExecutionRetention.Default,
                engine.Read(result)),
            cancellationToken));
        return command;
    }

    private static Option<FocalPoint?> CreateFocalPointOption() => new("--focal-point")
    {
        Description = "Focal point of the images, for renditions with the gravity focal: x,y, each from 0 to 1 of the upright picture. Watched files get none.",
        HelpName = "X,Y",
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            var focalPoint = FocalPoint.TryParse(text);
            if (focalPoint is null)
            {
                result.AddError($"--focal-point is '{text}'; it must be {FocalPoint.Syntax}.");
            }

            return focalPoint;
        },
    };

    private static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        // Find all errors in the command line before creating anything.
        var renditionSets = RenditionSetFile.Read(arguments.Renditions);
        var fence = arguments.Engine.Fence?.CreateOptions(arguments.Engine.Memory);
        var dataFolder = Path.TrimEndingDirectorySeparator(arguments.Data.FullName);
        var watched = arguments.Watch is { } folder ? new WatchedFolder(folder, dataFolder, arguments.Follow, TimeProvider.System) : null;
        var sources = arguments.Files.Length > 0 ? SourceFiles.Find(arguments.Files, dataFolder) : [];

        var codec = ImageCodecs.CreateForBuild();
        var reporter = Reporters.Create(arguments.Json, new(arguments.Verbose, IsEndless: watched is not null));
        await using var pipeline = DataFolderOption.Open(
            arguments.Data,
            path => LocalPipeline.Open(
                arguments.Engine.CreateOptions(path, renditionSets, fence), codec, reporter.OnHistoryEvent, TimeProvider.System));
        var files = sources.Count == 0 && watched is null ? [new SourceFile(SamplePhoto.Path, SamplePhoto.Key)] : sources;
        reporter.Expect(files.Count);
        await SweepAsync(pipeline.Store, arguments.Retention, cancellationToken);
        var processing = new FileProcessor(pipeline, reporter, Math.Max(DefaultMaxUpload, arguments.Engine.Limits.MaxBytes));
        return await reporter.RunAsync(
            () => RunAsync(processing, files, arguments.FocalPoint, watched, cancellationToken),
            renditionKey => Display.GetRelativePath(pipeline.Store.Images.GetRenditionPath(renditionKey)));
    }

    private static async Task SweepAsync(LocalStore store, ExecutionRetention retention, CancellationToken cancellationToken)
    {
        try
        {
            await store.SweepAsync(retention, cancellationToken);
        }
        catch (Exception exception) when (StoreFaults.IsEnvironmental(exception))
        {
            // A full disk, for example. What is not removed now is removed after a later start.
        }
    }

    private static async Task<int> RunAsync(
        FileProcessor processing, IReadOnlyList<SourceFile> files, FocalPoint? focalPoint, WatchedFolder? watched, CancellationToken cancellationToken)
    {
        try
        {
            await processing.ResumeAsync(cancellationToken);
            await processing.SubmitAsync(files, focalPoint, cancellationToken);
            if (watched is not null)
            {
                await WatchAsync(processing, watched, cancellationToken);
            }

            return await processing.WaitForAllAsync(cancellationToken) ? ExitCodes.Success : ExitCodes.Failure;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            processing.ReportStopped();
            return ExitCodes.Interrupted;
        }
    }

    private static async Task WatchAsync(FileProcessor processing, WatchedFolder watched, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var file in watched.WatchAsync(cancellationToken))
            {
                await processing.SubmitAsync([file], focalPoint: null, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl+C ends the watch.
        }
    }

    private sealed record Arguments(
        string[] Files, DirectoryInfo Data, FileInfo? Renditions, FocalPoint? FocalPoint, bool Json, bool Verbose, DirectoryInfo? Watch, bool Follow,
        ExecutionRetention Retention, EngineArguments Engine);
}
