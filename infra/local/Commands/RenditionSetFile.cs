using System.CommandLine;
using Pipeline.Core.Renditions;
using Pipeline.Terminal.Commands;

namespace Pipeline.Local.Commands;

/// <summary><c>--renditions</c>, and reading the file that it names.</summary>
internal static class RenditionSetFile
{
    public static Option<FileInfo?> CreateOption() => new("--renditions")
    {
        Description = "Rendition set (JSON); default: thumb, small, medium, large, large-jpeg.",
        HelpName = "FILE",
    };

    /// <exception cref="UsageException">The file cannot be read.</exception>
    /// <exception cref="InvalidRenditionSetException">The file is wrong; the message names every place.</exception>
    public static RenditionSet Read(FileInfo? file) =>
        file is null ? RenditionSet.Default : RenditionSetReader.Read(InputFile.ReadText(file), file.Name);
}
