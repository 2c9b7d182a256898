using System.Text.RegularExpressions;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Describing;
using Pipeline.Host.Store.Catalogue;

namespace Pipeline.Host.Store.Images;

/// <summary>Decides which renditions readers may have. Those in quarantine are for the people who decide about them.</summary>
/// <param name="catalogue">Records.</param>
/// <param name="onlyPublished">Whether readers may have only what a record shows or has shown until a moment ago, because nothing may be seen before it is judged.</param>
public sealed partial class RenditionAccess(LocalImageCatalogue catalogue, bool onlyPublished)
{
    /// <summary>Whether readers may have the file under a key, if there is one.</summary>
    public async Task<bool> AllowsAsync(string key, CancellationToken cancellationToken)
    {
        var version = VersionKey().Match(key);
        if (!version.Success)
        {
            return !onlyPublished;
        }

        var prefix = version.Groups["prefix"].Value;
        if (key.StartsWith(DescriptionPicture.FolderOf(prefix), StringComparison.Ordinal))
        {
            return false;
        }

        var entry = await catalogue.FindByFolderAsync(version.Groups["folder"].Value, cancellationToken);
        return onlyPublished
            ? entry?.Record.Current?.Prefix == prefix || entry?.Replaced?.Any(replaced => replaced.Prefix == prefix) == true
            : entry?.Quarantined?.Version.Prefix != prefix;
    }

    /// <summary>A file below a prefix of <see cref="ImageIds.RenditionPrefix"/>, or the picture for a model, which is one folder deeper.</summary>
    [GeneratedRegex("^(?<prefix>(?<folder>.+)/[0-9a-f]{16}-[^/]+/)(description/)?[^/]+$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex VersionKey();
}
