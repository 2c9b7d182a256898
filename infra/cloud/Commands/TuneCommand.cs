using System.CommandLine;
using System.Globalization;
using Pipeline.Cloud.Costs;
using Pipeline.Cloud.Functions;
using Pipeline.Cloud.Stack;
using Pipeline.Cloud.Tuning;
using Pipeline.Core.Costs;
using Pipeline.Terminal.Commands;
using Pipeline.Terminal.Reports;
using Pipeline.Terminal.Tuning;

namespace Pipeline.Cloud.Commands;

/// <summary><c>tune resize</c>: which memory size of the function is the cheapest, the fastest, or the best of both, measured in the account.</summary>
internal static class TuneCommand
{
    /// <summary>Memory sizes of Lambda in MB.</summary>
    private const int MinMemory = 128, MaxMemory = 10_240;

    private const int MinRuns = 5, MaxRuns = 200;

    private const string Suffix = "-resize";

    private const string Alias = "live";

    private const string DefaultMemory = "512,1024,1769,2048,3008";

    // Longer than a function may run.
    private static readonly TimeSpan CallTimeout = TimeSpan.FromMinutes(16);

    public static Command Create() => new("tune", "Measure a function with several memory sizes.") { CreateResizeCommand() };

    private static Command CreateResizeCommand()
    {
        var memory = new Option<string>("--memory")
        {
            Description = $"Memory sizes in MB, {MinMemory} to {MaxMemory}, separated by commas.", HelpName = "MB,MB", DefaultValueFactory = _ => DefaultMemory,
        };
        memory.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && TryReadSizes(token.Value) is null)
            {
                result.AddError($"--memory is '{token.Value}'; it must be whole numbers from {MinMemory} to {MaxMemory}, separated by commas.");
            }
        });
        var runs = new Option<int>("--runs") { Description = "Calls of each photo with each size. A fifth of them is left out at either end.", HelpName = "N", DefaultValueFactory = _ => 20 };
        runs.RequireRange(MinRuns, MaxRuns);
        var photos = new Option<string?>("--photo") { Description = "Photos to measure with (JPEG, PNG, HEIC, AVIF), separated by commas. Default: the sample photo.", HelpName = "FILE,FILE" };
        photos.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && SplitNames(token.Value) is var names && (names.Length == 0 || names.Any(name => !File.Exists(name))))
            {
                result.AddError($"--photo is '{token.Value}'; it must be the name of a file, or names separated by commas.");
            }
        });
        var goal = new Option<string>("--for") { Description = "What to recommend a size for: cost, speed or balance.", HelpName = "GOAL", DefaultValueFactory = _ => "balance" };
        goal.RequireOneOf("cost", "speed", "balance");
        var key = new Option<string>("--key") { Description = "Key of an image, if the rendition set depends on its prefix.", HelpName = "KEY", DefaultValueFactory = _ => "" };
        var stack = new StackOptions();
        var command = new Command("resize", "Measure Resize on a temporary copy of it, and recommend a memory size. The pipeline goes on meanwhile; it costs some cents.")
        {
            memory, runs, photos, goal, key,
        };
        stack.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            TuningPhoto[] read = [.. ListPhotos(result.GetValue(photos)).Select(TuningPhoto.Read)];
            var deployed = await stack.ReadAsync(result, cancellationToken);
            var settings = deployed.RequireCostSettings();
            var isArm = settings.Architecture == CostSettings.Arm64;
            var options = new TuningOptions(
                FindFunction(deployed), Alias, TryReadSizes(result.GetRequiredValue(memory))!, result.GetValue(runs),
                settings.ReadRenditions().Find(result.GetRequiredValue(key)).Set, settings.ResizeGrouping == CostSettings.Auto,
                new((isArm ? Prices.ArmDuration : Prices.X86Duration).Dollars, Prices.Calls.Dollars));
            return await RunAsync(deployed, options, read, Enum.Parse<TuningGoal>(result.GetRequiredValue(goal), ignoreCase: true), result.GetValue(stack.Stack), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        DeployedStack stack, TuningOptions options, TuningPhoto[] photos, TuningGoal goal, string? stackName, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = CallTimeout };
        using var s3 = StackClients.CreateS3(stack);
        var copy = new FunctionCopy(LambdaClient.Create(http, stack.Region), NameCopy(options.Function), TimeProvider.System);
        var run = new TuningRun(copy, new(s3, stack), http, Console.Error.WriteLine);
        IReadOnlyList<MemoryRow> rows;
        try
        {
            rows = await run.RunAsync(options, photos, cancellationToken);
        }
        finally
        {
            foreach (var leftover in run.Leftovers)
            {
                await Console.Error.WriteLineAsync(leftover);
            }
        }

        MemoryReport.Write(TerminalConsole.Create(), rows);
        if (MemoryChoice.Find(rows, goal) is not { } choice)
        {
            await Console.Error.WriteLineAsync("No memory size was enough for every photo. Try larger ones.");
            return ExitCodes.Failure;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"For {goal.ToString().ToLowerInvariant()}: {choice.Memory:#,0} MB. A call of {(options.IsGrouped ? "all renditions" : "the largest rendition")}{(photos.Length == 1 ? "" : ", summed over the photos")}: {choice.Time.TotalMilliseconds:#,0} ms, ${choice.Dollars:#,0.00} a million."));
        Console.WriteLine("  pulumi config set " + string.Create(CultureInfo.InvariantCulture, $"resizeMemory {choice.Memory}") + (stackName is null ? "" : $" --stack {stackName}"));
        Console.WriteLine("`pulumi up` refuses it if the largest image that your limits admit needs more.");
        return run.Leftovers.Count == 0 ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static IEnumerable<FileInfo> ListPhotos(string? names) =>
        names is null ? [new(SamplePhoto.Path)] : SplitNames(names).Select(name => new FileInfo(name));

    private static string[] SplitNames(string names) => names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static int[]? TryReadSizes(string text)
    {
        int?[] sizes = [.. text.Split(',').Select(size => int.TryParse(size, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var value)
            && value is >= MinMemory and <= MaxMemory ? value : (int?)null)];
        return sizes.All(size => size is not null) ? [.. sizes.Select(size => size!.Value).Distinct().Order()] : null;
    }

    private static string FindFunction(DeployedStack stack) =>
        stack.Functions.FirstOrDefault(function => function.EndsWith(Suffix, StringComparison.Ordinal))
        ?? throw new UsageException("The stack does not say which functions it has. It was deployed by an older version: run `pulumi up`.");

    /// <summary>Names of functions have at most 64 characters.</summary>
    private static string NameCopy(string function) => $"{function[..Math.Min(function.Length, 59)]}-tune";
}
