using System.CommandLine;
using Pipeline.Local.Hosting;
using Pipeline.Local.Reporting;
using Pipeline.Local.Sample;

namespace Pipeline.Local.Commands;

/// <summary><c>process</c>: uploads files, runs the state machine on them, and shows what comes out.</summary>
internal static class ProcessCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Images, or folders of them (recursively). Without any, a sample photo is made and processed.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var renditions = new Option<FileInfo?>("--renditions") { Description = "Rendition set (JSON); default: thumb, small, medium, large, large-jpeg." };
        var json = new Option<bool>("--json") { Description = "One JSON object a line on stdout for every image." };
        var watch = new Option<DirectoryInfo?>("--watch") { Description = "Go on with every file that appears in this folder, until Ctrl+C." };
        var command = new Command("process", "Upload images and run the pipeline on them.") { files, CommonOptions.Data, renditions, json, watch };
        command.SetAction((result, cancellationToken) => RunAsync(
            new(
                result.GetValue(files) ?? [],
                result.GetRequiredValue(CommonOptions.Data).FullName,
                result.GetValue(renditions),
                result.GetValue(json),
                result.GetValue(watch)),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var renditionSet = RenditionSetFile.Read(arguments.Renditions);
        var codec = Codecs.Create();
        if (arguments.Watch is { Exists: false } missing)
        {
            throw new UsageException($"{missing} does not exist; --watch takes a folder.");
        }

        var files = (arguments.Files, arguments.Watch) switch
        {
            ({ Length: > 0 } named, _) => SourceFiles.Find(named, arguments.DataFolder),
            (_, null) => [SampleFile.Make(arguments.DataFolder, codec)],
            _ => [],
        };

        var reporter = Reporters.Create(arguments.Json);
        var options = new PipelineOptions(arguments.DataFolder, renditionSet);
        await using var pipeline = LocalPipeline.Open(options, codec, reporter.Observe, TimeProvider.System);
        var processing = new Processing(pipeline, reporter);
        return await reporter.RunAsync(
            async () =>
            {
                await processing.ResumeAsync(cancellationToken);
                await processing.SubmitAsync(files, cancellationToken);
                if (arguments.Watch is { } folder)
                {
                    await WatchAsync(processing, folder, arguments.DataFolder, cancellationToken);
                }

                return await processing.CompleteAsync(cancellationToken) ? ExitCodes.Success : ExitCodes.Refused;
            },
            path => pipeline.Store.Images.PathOf(path));
    }

    private static async Task WatchAsync(Processing processing, DirectoryInfo folder, string dataFolder, CancellationToken cancellationToken)
    {
        var current = Directory.GetCurrentDirectory();
        try
        {
            await foreach (var path in WatchedFolder.FilesAsync(folder, dataFolder, TimeProvider.System, cancellationToken))
            {
                var key = SourceFiles.KeyOf(path, folder.FullName, current);
                await processing.SubmitAsync([new(path, key)], cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl+C is how watching ends.
        }
    }

    private sealed record Arguments(string[] Files, string DataFolder, FileInfo? Renditions, bool Json, DirectoryInfo? Watch);
}
