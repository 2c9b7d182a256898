using System.Diagnostics;
using System.Text.Json.Nodes;
using Pipeline.Terminal.Commands;

namespace Pipeline.Local.Queries;

/// <summary>The program that runs SQL. It is not a part of this one, because its database is 80 MB that few need.</summary>
internal static class QueryProgram
{
    private const string Package = "image-pipeline-query";
    private const int RequestVersion = 1;
    private const string DefaultConfiguration = "debug";

    /// <summary>Runs queries one after the other, and gives each row of each to the caller.</summary>
    /// <param name="folder">Folder whose files may be read.</param>
    /// <param name="setup">Statements that create the views.</param>
    /// <param name="queries">The queries.</param>
    /// <param name="receive">Gets each line of the answer: columns, a row, or the number of rows.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <exception cref="UsageException">A query is wrong, or the program is not installed or cannot be built.</exception>
    public static async Task RunAsync(
        string folder, IReadOnlyList<string> setup, IReadOnlyList<string> queries, Action<JsonObject> receive, CancellationToken cancellationToken)
    {
        var start = await FindAsync(cancellationToken);
        (start.RedirectStandardInput, start.RedirectStandardOutput) = (true, true);
        using var process = Process.Start(start) ?? throw new UsageException($"{start.FileName} cannot be started.");
        try
        {
            var request = new JsonObject
            {
                ["version"] = RequestVersion,
                ["folder"] = folder,
                ["setup"] = new JsonArray([.. setup.Select(statement => JsonValue.Create(statement))]),
                ["queries"] = new JsonArray([.. queries.Select(query => JsonValue.Create(query))]),
            };
            await process.StandardInput.WriteAsync(request.ToJsonString().AsMemory(), cancellationToken);
            process.StandardInput.Close();
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                var answer = JsonNode.Parse(line)!.AsObject();
                if (answer["error"] is { } error)
                {
                    throw new UsageException(error.GetValue<string>());
                }

                receive(answer);
            }

            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
            {
                throw new UsageException($"The query program ended with code {process.ExitCode}. If it ran out of memory, ask for less: fewer columns, a WHERE, or a LIMIT.");
            }
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>How this program is called: from the sources or as a tool.</summary>
    public static string HostCommand => FindRepository() is null ? "image-pipeline" : "dotnet run --project infra/local --";

    /// <summary>Says that the program is neither built nor installed, and how to get it; null if it is there. Nothing is built.</summary>
    public static string? FindObstacle()
    {
        if (FindRepository() is not { } repository)
        {
            return FindOnPath(Package) is null ? NotInstalled : null;
        }

        var option = Configuration == DefaultConfiguration ? "" : $" --configuration {Configuration}";
        return File.Exists(LocateBuilt(repository))
            ? null
            : $"Queries need a second program, because the database is 80 MB (130 MB to download). Build it once, in the folder of the sources: dotnet build infra/query{option}";
    }

    private static string NotInstalled => $"Queries need a second tool, because the database is 80 MB. Install it with: dotnet tool install -g {Package}";

    /// <summary>The configuration that this program was built in. Builds from the sources are in a folder with its name.</summary>
    private static string Configuration => Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    private static string LocateBuilt(string repository) => Path.Combine(repository, "artifacts", "bin", "Pipeline.Query", Configuration, "pipeline-query.dll");

    private static async Task<ProcessStartInfo> FindAsync(CancellationToken cancellationToken)
    {
        if (FindRepository() is { } repository)
        {
            var built = LocateBuilt(repository);
            if (!File.Exists(built))
            {
                await BuildAsync(repository, Configuration, built, cancellationToken);
            }

            return new(DotNet, [built]);
        }

        return FindOnPath(Package) is { } tool ? new(tool) : throw new UsageException(NotInstalled);
    }

    private static string DotNet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";

    /// <summary>The folder of the sources that this program was built from; null if it was installed.</summary>
    private static string? FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (folder.Name == "artifacts" && folder.Parent is { } root && File.Exists(Path.Combine(root.FullName, "infra", "query", "Pipeline.Query.csproj")))
            {
                return root.FullName;
            }
        }

        return null;
    }

    private static async Task BuildAsync(string repository, string configuration, string program, CancellationToken cancellationToken)
    {
        await Console.Error.WriteLineAsync("Building the query program. This downloads a database (130 MB) and happens once.");
        var start = new ProcessStartInfo(
            DotNet, ["build", Path.Combine(repository, "infra", "query"), "--configuration", configuration, "--nologo", "--verbosity", "quiet"])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start) ?? throw new UsageException($"{DotNet} cannot be started.");
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0 || !File.Exists(program))
        {
            throw new UsageException($"The query program cannot be built:{Environment.NewLine}{output.Trim()}");
        }
    }

    private static string? FindOnPath(string name)
    {
        string[] suffixes = OperatingSystem.IsWindows() ? [".exe", ".cmd"] : [""];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => suffixes.Select(suffix => Path.Combine(folder, name + suffix)))
            .FirstOrDefault(File.Exists);
    }
}
