using System.Diagnostics;
using Pipeline.Infra.Packaging;
using Pipeline.Testing.Environments;

namespace Pipeline.Aws.Tests.Infra.Packaging;

/// <summary>The functions, published once per test run as for a deployment, for the architecture that most package feeds support.</summary>
public sealed class PublishedFunctions : IDisposable
{
    public const string Architecture = "x86_64";

    private readonly TemporaryFolder _folder = new();

    public PublishedFunctions() => Publish(Repository.Root, _folder.Path, string.Join(';', FunctionPackages.Functions));

    public string FolderOf(string function) => Path.Combine(_folder.Path, Architecture, function);

    /// <summary>Publishes one function from a copy of the sources at another path.</summary>
    /// <returns>Folder of the published function.</returns>
    public string PublishCopy(string function)
    {
        var copy = Path.Combine(_folder.Path, "a copy elsewhere");
        foreach (var path in Sources())
        {
            var target = Path.Combine(copy, Path.GetRelativePath(Repository.Root, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
        }

        var output = Path.Combine(_folder.Path, "of the copy");
        Publish(copy, output, function);
        return Path.Combine(output, Architecture, function);
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<string> Sources() =>
    [
        .. Directory.EnumerateFiles(Repository.PathOf("functions"), "*", SearchOption.AllDirectories).Where(path => !path.Contains("node_modules", StringComparison.Ordinal)),
        .. Directory.EnumerateFiles(Repository.Root, "Directory.*.props"),
        Repository.PathOf("global.json"),
        Repository.PathOf(".editorconfig"),
        Repository.PathOf("infra", "aws", "Publishing.targets"),
    ];

    private static void Publish(string root, string output, string functions)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                "msbuild", Path.Combine(root, "infra", "aws", "Publishing.targets"), "-nologo", "-verbosity:quiet", "-nodeReuse:false", "-target:PublishFunctions",
                $"-property:FunctionArchitectures={Architecture}", $"-property:FunctionsFolder={output}/", $"-property:FunctionNames=\"{functions}\"",
            },
            RedirectStandardOutput = true,
        };
        // Variables that the build running these tests sets for its own child processes.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        var log = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"Publishing {functions} from {root} failed:{Environment.NewLine}{log}");
        }
    }
}

[CollectionDefinition(nameof(PublishedFunctions))]
public sealed class PublishedFunctionsDefinition : ICollectionFixture<PublishedFunctions>;
