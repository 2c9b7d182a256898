using System.Reflection;

namespace Pipeline.Benchmarks.Material;

/// <summary>Where the benchmarks find the repository, and keep what they make below its artifacts folder.</summary>
internal static class Workspace
{
    public static string Root { get; } = FindRoot();

    /// <summary>
    /// Folder of photographs: the environment variable <c>PIPELINE_TEST_MATERIAL</c>, or <c>shared</c> beside the
    /// repository; null where there is none.
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

    /// <summary>A folder below artifacts/, which is made where it is missing.</summary>
    public static string Artifacts(params ReadOnlySpan<string> parts) =>
        Directory.CreateDirectory(Path.Combine([Root, "artifacts", .. parts])).FullName;

    /// <summary>Arguments that start this program again, where its process is <c>dotnet</c> or its own host.</summary>
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

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Pipeline.sln.");
    }
}
