using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;

namespace Pipeline.Core.Persisting;

/// <summary>Puts together what is known of a version's content.</summary>
internal static class Descriptions
{
    /// <summary>What a model just said, with what a person said before; or what is known already.</summary>
    /// <param name="before">The entry.</param>
    /// <param name="sha256">SHA-256 of the version's content.</param>
    /// <param name="response">What came of the attempt to describe it; null if there was none.</param>
    public static ImageDescription? Find(CatalogueEntry before, string sha256, DescribeResponse? response)
    {
        ImageDescription?[] known = [before.Quarantined?.Description, before.Record.Description];
        var prior = known.FirstOrDefault(description => description?.Sha256 == sha256) ?? known.FirstOrDefault(description => description?.ByPerson == true);
        return response?.Description is { } found && found.Sha256 == sha256 ? ImageDescription.Combine(found, prior) : prior?.KeepFor(sha256);
    }
}
