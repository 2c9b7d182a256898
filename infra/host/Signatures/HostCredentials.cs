namespace Pipeline.Host.Signatures;

/// <summary>The one access key that the host accepts.</summary>
/// <param name="AccessKey">Its ID.</param>
/// <param name="SecretKey">The secret that signs.</param>
public sealed record HostCredentials(string AccessKey, string SecretKey);
