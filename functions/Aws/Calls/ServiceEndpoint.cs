using Amazon;

namespace Pipeline.Aws.Calls;

/// <summary>Finds the address of a service as the SDK's clients do.</summary>
public static class ServiceEndpoint
{
    /// <summary>The service's address in a region, or the one that the environment names.</summary>
    /// <param name="name">Name in endpoints, such as <c>events</c>.</param>
    /// <param name="id">Last part of the environment variable that replaces the endpoint: <c>AWS_ENDPOINT_URL_{id}</c>.</param>
    /// <param name="region">Region.</param>
    public static Uri Find(string name, string id, RegionEndpoint region) => new(
        ReadVariable($"AWS_ENDPOINT_URL_{id}")
        ?? ReadVariable("AWS_ENDPOINT_URL")
        ?? $"https://{name}.{region.SystemName}.{region.PartitionDnsSuffix}");

    private static string? ReadVariable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
