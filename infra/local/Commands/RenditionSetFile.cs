using System.CommandLine;
using Pipeline.Core.Renditions;
using Pipeline.Terminal.Commands;

namespace Pipeline.Local.Commands;

/// <summary>The option <c>--renditions</c>, and reading the file that it names.</summary>
internal static class RenditionSetFile
{
    public static Option<FileInfo?> CreateOption() => new("--renditions")
    {
        Description = "Rendition set, or sets by prefix of keys (JSON). The default has the renditions thumb, small, medium, large and large-jpeg.",
        HelpName = "FILE",
    };

    /// <exception cref="UsageException">The file cannot be read.</exception>
    /// <exception cref="InvalidRenditionSetException">The rendition set is invalid. The message lists every error.</exception>
    public static RenditionSets Read(FileInfo? file) =>
        file is null ? RenditionSet.Default : RenditionSetReader.Read(InputFile.ReadText(file), file.Name, file.DirectoryName);
}
