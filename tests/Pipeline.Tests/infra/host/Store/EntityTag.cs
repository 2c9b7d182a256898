using System.Security.Cryptography;

namespace Pipeline.Tests.Host.Store;

internal static class EntityTag
{
#pragma warning disable CA5351 // S3 uses MD5.
    public static async Task<string> ComputeAsync(Stream content) => Convert.ToHexStringLower(await MD5.HashDataAsync(content));

    public static string Compute(params byte[] content) => Convert.ToHexStringLower(MD5.HashData(content));
#pragma warning restore CA5351
}
