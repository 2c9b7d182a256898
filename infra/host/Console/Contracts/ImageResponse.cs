using Pipeline.Core.Catalogue;

namespace Pipeline.Host.Console.Contracts;

/// <param name="Images">Records, in the order of the query.</param>
/// <param name="Continuation">Token of the next page; null on the last page.</param>
/// <param name="Folders">With a delimiter, on the first page: prefixes of the folders below the prefix, in the order of names.</param>
/// <param name="MoreFolders">Whether there are more folders than are listed.</param>
/// <param name="Counts">Number of images that match, by status, whatever status the request asks for; null unless the request asks for it.</param>
internal sealed record ImagePageResponse(
    IReadOnlyList<ImageRecord> Images, string? Continuation, IReadOnlyList<string> Folders, bool MoreFolders, IReadOnlyDictionary<string, long>? Counts);

/// <param name="Keys">Keys in the order of names.</param>
/// <param name="Continuation">Token of the next page; null on the last page.</param>
internal sealed record ImageKeyPageResponse(IReadOnlyList<ImageKeyResponse> Keys, string? Continuation);

/// <param name="Key">Key of the original.</param>
/// <param name="Status">Outcome of the image's newest event.</param>
/// <param name="Execution">ARN of the execution that wrote the record.</param>
internal sealed record ImageKeyResponse(string Key, ImageStatus Status, string Execution);

/// <summary>Everything about one image.</summary>
/// <param name="Record">Its record in the catalogue; null until the first execution writes one.</param>
/// <param name="Original">The original in the bucket; null if there is none.</param>
/// <param name="Versions">Outcomes of its uploads and deletions, newest first, at most 100.</param>
/// <param name="Html">HTML that shows the image in its renditions; null if it has none.</param>
/// <param name="Quarantined">The version that readers do not see until a person releases it; null if there is none.</param>
/// <param name="Describes">Whether the host takes texts of people and releases images.</param>
internal sealed record ImageResponse(
    ImageRecord? Record, OriginalResponse? Original, IReadOnlyList<VersionResponse> Versions, string? Html = null, QuarantinedVersion? Quarantined = null,
    bool Describes = false);

/// <param name="Size">Size in bytes.</param>
/// <param name="ETag">Entity tag without quotation marks.</param>
/// <param name="LastModified">When it was uploaded.</param>
/// <param name="ContentType">Media type that the upload specified.</param>
internal sealed record OriginalResponse(
    long Size, [property: System.Text.Json.Serialization.JsonPropertyName("etag")] string ETag, DateTimeOffset LastModified, string? ContentType);

/// <param name="Execution">The execution that processed it.</param>
/// <param name="Outcome"><c>succeeded</c>, <c>unchanged</c>, <c>superseded</c>, <c>rejected</c>, <c>quarantined</c>, <c>failed</c> or <c>removed</c>; null while it runs, or if it ended without an outcome.</param>
/// <param name="Version">The version that the record pointed to afterwards.</param>
/// <param name="Reason">Why it was rejected, failed or is in quarantine.</param>
/// <param name="RemoveAfter">Until when the version's renditions stay, if another version has replaced it; null for all others.</param>
internal sealed record VersionResponse(
    ExecutionResponse Execution, string? Outcome, ImageVersion? Version, Reason? Reason, DateTimeOffset? RemoveAfter = null);
