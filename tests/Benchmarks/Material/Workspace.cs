using System.Reflection;

namespace Pipeline.Benchmarks.Material;

/// <summary>Paths in the repository, and in its artifacts folder, where the benchmarks write.</summary>
internal static class Workspace
{
    public static string Root { get; } = FindRoot();

    /// <summary>
    /// Folder of photographs: the value of the environment variable <c>PIPELINE_TEST_MATERIAL</c>, or <c>shared</c> beside the
    /// repository; null if it does not exist.
    /// </summary>
    public static string? Material
    {
        get
        {
            var folder = Environment.GetEnvironmentVariable("PIPELINE_TEST_MATERIAL") ?? Path.Combine(Root, "..", "shared");
            return Directory.Exists(folder) ? Path.GetFullPath(folder) : null;
        }
    }

    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>Returns the path of a folder below artifacts, and creates it if it does not exist.</summary>
    public static string CreateArtifactsFolder(params ReadOnlySpan<string> parts) =>
        Directory.CreateDirectory(Path.Combine([Root, "artifacts", .. parts])).FullName;

    /// <summary>Arguments that start this program again with the current process's executable, <c>dotnet</c> or the program's own host.</summary>
    public static IEnumerable<string> OwnArguments(params IEnumerable<string> arguments)
    {
        var hosted = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        return hosted ? [Assembly.GetExecutingAssembly().Location, .. arguments] : arguments;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Pipeline.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} contains Pipeline.sln.");
    }
}
