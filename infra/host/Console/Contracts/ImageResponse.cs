using Pipeline.Core.Catalogue;

namespace Pipeline.Host.Console.Contracts;

/// <param name="Images">Newest first.</param>
/// <param name="Continuation">Token of the next page; null on the last.</param>
internal sealed record ImagePageResponse(IReadOnlyList<ImageRecord> Images, string? Continuation);

/// <summary>All that is known of one image.</summary>
/// <param name="Record">The catalogue's record; null before the first execution wrote one.</param>
/// <param name="Original">The original as it lies in the bucket; null when it was deleted.</param>
/// <param name="Versions">What became of its uploads and deletions, newest first, at most 100.</param>
internal sealed record ImageResponse(ImageRecord? Record, OriginalResponse? Original, IReadOnlyList<VersionResponse> Versions);

/// <param name="Size">Bytes.</param>
/// <param name="ETag">Entity tag without quotation marks.</param>
/// <param name="LastModified">When it was put.</param>
/// <param name="ContentType">Media type as its sender named it.</param>
internal sealed record OriginalResponse(
    long Size, [property: System.Text.Json.Serialization.JsonPropertyName("etag")] string ETag, DateTimeOffset LastModified, string? ContentType);

/// <param name="Execution">The execution that saw it.</param>
/// <param name="Outcome"><c>succeeded</c>, <c>unchanged</c>, <c>superseded</c>, <c>rejected</c>, <c>failed</c> or <c>removed</c>; null while it runs, and where it ended before there was one.</param>
/// <param name="Version">The version that the record pointed to afterwards.</param>
/// <param name="Reason">Why it was rejected or failed.</param>
internal sealed record VersionResponse(ExecutionResponse Execution, string? Outcome, ImageVersion? Version, Reason? Reason);
