using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Storage;

namespace Pipeline.Cloud.Smoke;

/// <summary>Compares a rendition in the bucket with its entry in the record.</summary>
internal sealed class RenditionCheck(IAmazonS3 s3, string bucket)
{
    public async Task<IReadOnlyList<string>> FindProblemsAsync(RenditionRecord rendition, string sha256, CancellationToken cancellationToken)
    {
        GetObjectMetadataResponse stored;
        try
        {
            stored = await s3.GetObjectMetadataAsync(new() { BucketName = bucket, Key = rendition.Key }, cancellationToken);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return [$"s3://{bucket}/{rendition.Key} is missing, but the record lists it."];
        }

        var facts = new (string Name, string? Found, string? Expected)[]
        {
            ("bytes", $"{stored.ContentLength}", $"{rendition.Bytes}"),
            ("content type", stored.Headers.ContentType, rendition.ContentType),
            ("cache control", NormaliseDirectives(stored.Headers.CacheControl), NormaliseDirectives(RenditionContent.CacheControl)),
            ("source version", stored.Metadata[RenditionContent.SourceVersionMetadata], sha256),
        };
        return [.. facts.Where(fact => fact.Found != fact.Expected)
            .Select(fact => $"s3://{bucket}/{rendition.Key}: {fact.Name} is {fact.Found ?? "missing"}, expected {fact.Expected}.")];
    }

    /// <summary>Sorts the directives, because HTTP clients write them in different orders.</summary>
    private static string? NormaliseDirectives(string? cacheControl) => cacheControl is null
        ? null
        : string.Join(", ", cacheControl.Split(',', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal));
}
