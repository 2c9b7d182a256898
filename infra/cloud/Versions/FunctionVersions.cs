using System.Net;
using System.Text.Json.Nodes;
using Amazon;
using Amazon.Runtime;
using Pipeline.Aws.Calls;

namespace Pipeline.Cloud.Versions;

/// <summary>The published versions of functions. The project has no client package for Lambda.</summary>
/// <param name="http">Client; the caller disposes it.</param>
/// <param name="endpoint">Lambda's address in the region.</param>
/// <param name="region">Name of the region.</param>
/// <param name="credentials">Credentials that sign the calls.</param>
/// <param name="time">Clock of signatures.</param>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/API_ListVersionsByFunction.html"/>
internal sealed class FunctionVersions(HttpClient http, Uri endpoint, string region, AWSCredentials credentials, TimeProvider time)
{
    private const string Latest = "$LATEST";

    private readonly SignatureV4 _signature = new("lambda", region);

    /// <summary>Lambda's address in a region, or the one that the environment names, as for the SDK's clients.</summary>
    public static Uri FindEndpoint(string region) => new(
        Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_LAMBDA") is { Length: > 0 } own ? own
        : Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL") is { Length: > 0 } all ? all
        : $"https://lambda.{region}.{RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix}");

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
        CallAsync(HttpMethod.Delete, $"/2015-03-31/functions/{function}?Qualifier={version}", cancellationToken);

    private async Task<IReadOnlyList<JsonObject>> ListAsync(string function, string what, string member, CancellationToken cancellationToken)
    {
        var found = new List<JsonObject>();
        string? marker = null;
        do
        {
            var query = marker is null ? "" : $"?Marker={Uri.EscapeDataString(marker)}";
            var page = await CallAsync(HttpMethod.Get, $"/2015-03-31/functions/{function}/{what}{query}", cancellationToken);
            found.AddRange(page[member]!.AsArray().Select(entry => entry!.AsObject()));
            marker = (string?)page["NextMarker"];
        }
        while (!string.IsNullOrEmpty(marker));

        return found;
    }

    private async Task<JsonObject> CallAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(endpoint, path));
        _signature.Sign(request, [], await credentials.GetCredentialsAsync(), time.GetUtcNow());
        using var response = await http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
        }

        var code = response.Headers.TryGetValues("x-amzn-ErrorType", out var types) ? types.First().Split(':')[0] : response.StatusCode.ToString();
        throw new AmazonServiceException(
            $"{method} {path}: {text}", response.StatusCode < HttpStatusCode.InternalServerError ? ErrorType.Sender : ErrorType.Receiver, code, "", response.StatusCode);
    }
}
