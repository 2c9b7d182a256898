using System.Security.Cryptography;

namespace Pipeline.Tests.Host.Store;

internal static class EntityTag
{
#pragma warning disable CA5351 // It is what S3 uses.
    public static async Task<string> OfAsync(Stream content) => Convert.ToHexStringLower(await MD5.HashDataAsync(content));

    public static string Of(params byte[] content) => Convert.ToHexStringLower(MD5.HashData(content));
#pragma warning restore CA5351
}
