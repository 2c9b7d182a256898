using Pipeline.Core.Contracts;
using Pipeline.Core.Renditions;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Core.Describing;

/// <summary>
/// The picture that a model gets to see. It is made with the renditions, from the same decode, and removed when the image is recorded.
/// </summary>
public static class DescriptionPicture
{
    /// <summary>Maximum width and height in pixels: models scale larger pictures down, or count more tokens.</summary>
    public const int MaxSize = 800;

    /// <summary>No rendition of a set can have this name.</summary>
    private const string Name = ".description";

    private static readonly Rendition Rendition = new(
        Name, MaxSize, MaxSize, Format: RenditionFormat.Jpeg, Quality: 80, Background: "#ffffff", Animation: AnimationMode.First);

    /// <summary>The set with the picture, for decodes and limits. Its hash means nothing.</summary>
    public static RenditionSet AddTo(RenditionSet set) => set with { Renditions = [.. set.Renditions, Rendition] };

    /// <summary>The file to make.</summary>
    /// <param name="prefix">Key prefix of the renditions, ending with a slash.</param>
    public static RenditionPlan Plan(string prefix) =>
        new(Rendition, $"{FolderOf(prefix)}picture.jpg", ImageFormat.Jpeg);

    /// <summary>Prefix below which the picture is, and nothing else.</summary>
    public static string FolderOf(string prefix) => $"{prefix}description/";

    /// <summary>Whether the file is the picture, and not a rendition.</summary>
    public static bool Is(MadeRendition made) => made.Rendition.Name == Name;
}
