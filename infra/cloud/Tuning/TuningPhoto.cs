using System.Security.Cryptography;
using Pipeline.Core.Contracts;
using Pipeline.Core.Renditions;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Geometry;
using Pipeline.Terminal.Commands;
using Pipeline.Terminal.Files;

namespace Pipeline.Cloud.Tuning;

/// <summary>A photo to measure with.</summary>
/// <param name="Name">Name of its file.</param>
/// <param name="Content">Its content.</param>
/// <param name="Info">What its header says.</param>
internal sealed record TuningPhoto(string Name, byte[] Content, ImageInfo Info)
{
    /// <summary>The renditions of this request are not those of an execution.</summary>
    private const string NoExecution = "tune";

    /// <exception cref="UsageException">The file cannot be read, or is not a photo whose header this can read.</exception>
    public static TuningPhoto Read(FileInfo file)
    {
        byte[] content;
        try
        {
            using var stream = RegularFile.Open(file.FullName);
            content = new byte[stream.Length];
            stream.ReadExactly(content);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Cannot read {file}: {exception.Message}");
        }

        return PhotoHeader.Read(content) is { } info
            ? new(file.Name, content, info)
            : throw new UsageException($"{file} is {FormatSniffer.Describe(content)}; --photo must be a JPEG, PNG, HEIC or AVIF.");
    }

    /// <summary>
    /// The request that a state machine would send: with <paramref name="isGrouped"/> one for all renditions, otherwise one for the largest rendition,
    /// which the image waits for.
    /// </summary>
    /// <param name="stored">Where the photo is. Its key is the prefix of the renditions.</param>
    /// <param name="set">The rendition set.</param>
    /// <param name="isGrouped">Whether one call makes all renditions.</param>
    public ResizeRequest CreateRequest(StoredPhoto stored, RenditionSet set, bool isGrouped)
    {
        var plans = RenditionPlanner.Plan(Info, set, stored.Key);
        var original = new Original(
            stored.Bucket, stored.Key, stored.VersionId, stored.ETag, Convert.ToHexStringLower(SHA256.HashData(Content)), Content.Length, NoExecution, stored.Key,
            Info, RenditionPlanner.PlanSharedDecode(Info, set));
        return new(NoExecution, original, isGrouped ? plans : [plans.MaxBy(CountPixels)!]);
    }

    private long CountPixels(RenditionPlan plan)
    {
        var geometry = GeometryPlanner.Plan(Info, plan.Rendition);
        return Math.Max((long)geometry.Width * geometry.Height, (long)geometry.CanvasWidth * geometry.CanvasHeight);
    }
}
