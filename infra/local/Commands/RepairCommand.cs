using System.CommandLine;
using Pipeline.Codecs;
using Pipeline.Host.Engine;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Repair;
using Pipeline.Local.Reporting;
using Pipeline.Terminal.Commands;
using Pipeline.Terminal.Reports;

namespace Pipeline.Local.Commands;

/// <summary>
/// <c>repair</c>: compares all files of a data folder with its database, creates the database again if it is lost, and runs the pipeline on
/// what differs.
/// </summary>
internal static class RepairCommand
{
    public static Command Create()
    {
        var data = DataFolderOption.Create();
        var renditions = RenditionSetFile.CreateOption();
        var check = new Option<bool>("--no-process")
        {
            Description = "Do not run the pipeline now. The next start of 'process' or 'serve' does.",
        };
        var verbose = Reporters.CreateVerboseOption();
        var command = new Command("repair", "Rebuild the catalogue from the originals, and remake what was deleted or damaged by hand. Needs a stopped host.")
        {
            data, renditions, check, verbose,
        };
        var limits = new LimitOptions();
        limits.AddTo(command);
        var keepLocation = PhotoOptions.CreateKeepLocation();
        command.Options.Add(keepLocation);
        command.SetAction(async (result, cancellationToken) =>
        {
            // Find all errors in the command line before changing anything.
            var sets = RenditionSetFile.Read(result.GetValue(renditions));
            var folder = result.GetRequiredValue(data);
            Write(await RepairAsync(folder, cancellationToken));
            if (result.GetValue(check))
            {
                return ExitCodes.Success;
            }

            var reporter = Reporters.Create(json: false, new(result.GetValue(verbose)));
            await using var pipeline = DataFolderOption.Open(
                folder,
                path => LocalPipeline.Open(
                    new(path, sets) { Limits = limits.Read(result), Photos = PhotoOptions.CreateReading(PhotoOptions.ReadKeepLocation(result, keepLocation)) },
                    ImageCodecs.CreateForBuild(), reporter.OnHistoryEvent, TimeProvider.System));
            var exitCode = await reporter.RunAsync(
                () => ProcessAsync(new FileProcessor(pipeline, reporter, maxBytes: 0), cancellationToken),
                key => Display.GetRelativePath(pipeline.Store.Images.GetRenditionPath(key)));
            WriteUnused(pipeline.Store);
            return exitCode;
        });
        return command;
    }

    private static async Task<RepairReport> RepairAsync(DirectoryInfo folder, CancellationToken cancellationToken)
    {
        await using var store = DataFolderOption.Open(folder, path => LocalStore.OpenForRepair(path, TimeProvider.System));
        return await store.RepairAsync(cancellationToken);
    }

    private static async Task<int> ProcessAsync(FileProcessor processing, CancellationToken cancellationToken)
    {
        try
        {
            await processing.ResumeAsync(cancellationToken);
            return await processing.WaitForAllAsync(cancellationToken) ? ExitCodes.Success : ExitCodes.Failure;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            processing.ReportStopped();
            return ExitCodes.Interrupted;
        }
    }

    private static void Write(RepairReport report)
    {
        if (report.IsRebuilt)
        {
            Console.WriteLine("The database was missing, empty or damaged. A new one was created; a damaged one stays beside it, as pipeline.db.damaged-….");
        }

        foreach (var finding in report.Findings)
        {
            Console.WriteLine($"{TerminalText.Escape(finding.Subject)}: {Describe(finding.Kind)}");
        }

        Console.WriteLine(
            $"Compared {Count(report.Originals, "original")} and {Count(report.Renditions, "rendition")}: "
            + (report.Findings.Count == 0 ? "nothing is wrong." : $"{Count(report.Findings.Count, "finding")}, {Count(report.Events, "image")} to process."));
    }

    private static void WriteUnused(LocalStore store)
    {
        var unused = store.FindUnusedRenditions();
        foreach (var key in unused)
        {
            Console.WriteLine($"{TerminalText.Escape(key)}: no record shows this rendition; it stays");
        }

        if (unused.Count > 0)
        {
            Console.WriteLine($"{Count(unused.Count, "rendition")} without a record. You can delete {(unused.Count == 1 ? "it" : "them")}.");
        }
    }

    private static string Describe(RepairFindingKind kind) => kind switch
    {
        RepairFindingKind.OriginalFound => "the original has no record; it is processed",
        RepairFindingKind.OriginalMissing => "the original is gone; its record is marked as deleted",
        RepairFindingKind.OriginalChanged => "the original was changed by hand; it is processed as it is now",
        RepairFindingKind.RecordWithoutOriginal => "the record has no original; it is marked as deleted",
        RepairFindingKind.RenditionMissing => "the rendition is gone; it is made again",
        RepairFindingKind.RenditionDamaged => "the rendition is damaged; it is made again",
        _ => "the pipeline did not write this file; it stays",
    };

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
