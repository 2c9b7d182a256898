using System.Text.Json.Nodes;
using Amazon.Runtime;
using Pipeline.Cloud.Functions;

namespace Pipeline.Cloud.Versions;

/// <summary>The published versions of functions.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/API_ListVersionsByFunction.html"/>
internal sealed class FunctionVersions(LambdaClient lambda)
{
    private const string Latest = "$LATEST";

    /// <summary>Lists the versions that no alias leads to, the oldest first. What was never published is no version.</summary>
    /// <exception cref="AmazonServiceException">Lambda returned an error.</exception>
    public async Task<IReadOnlyList<string>> ListUnusedAsync(string function, CancellationToken cancellationToken)
    {
        var aliases = await ListAsync(function, "aliases", "Aliases", cancellationToken);
        var used = aliases.Select(alias => (string)alias["FunctionVersion"]!)
            .Concat(aliases.SelectMany(alias => alias["RoutingConfig"]?["AdditionalVersionWeights"]?.AsObject().Select(weight => weight.Key) ?? [])).ToHashSet();
        // Without an alias, something else calls the versions, and nobody knows which.
        return used.Count == 0
            ? []
            : [.. (await ListAsync(function, "versions", "Versions", cancellationToken)).Select(version => (string)version["Version"]!)
                .Where(version => version != Latest && !used.Contains(version)).OrderBy(long.Parse)];
    }

    /// <summary>Deletes a version. Lambda refuses to delete one that an alias leads to.</summary>
    /// <exception cref="AmazonServiceException">Lambda returned an error.</exception>
    public Task DeleteAsync(string function, string version, CancellationToken cancellationToken) =>
        lambda.CallAsync(HttpMethod.Delete, $"/{function}?Qualifier={version}", null, cancellationToken);

    private async Task<IReadOnlyList<JsonObject>> ListAsync(string function, string what, string member, CancellationToken cancellationToken)
    {
        var found = new List<JsonObject>();
        string? marker = null;
        do
        {
            var query = marker is null ? "" : $"?Marker={Uri.EscapeDataString(marker)}";
            var page = await lambda.CallAsync(HttpMethod.Get, $"/{function}/{what}{query}", null, cancellationToken);
            found.AddRange(page[member]!.AsArray().Select(entry => entry!.AsObject()));
            marker = (string?)page["NextMarker"];
        }
        while (!string.IsNullOrEmpty(marker));

        return found;
    }
}
