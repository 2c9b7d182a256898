using System.CommandLine;

namespace Pipeline.Local.Commands;

internal static class CommonOptions
{
    public static Option<DirectoryInfo> Data { get; } = new("--data")
    {
        Description = "Data folder: originals, renditions and the database.",
        DefaultValueFactory = _ => new DirectoryInfo(".pipeline"),
    };
}
