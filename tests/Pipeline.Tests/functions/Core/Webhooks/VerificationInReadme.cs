using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Pipeline.Tests.Core.Webhooks;

/// <summary>The C# that README shows to receivers, so that it compiles and is tested.</summary>
internal static class VerificationInReadme
{
    public static bool IsAuthentic(string secret, IHeaderDictionary headers, byte[] body) // whsec_…
    {
        var (id, time) = (headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString());
        var isRecent = long.TryParse(time, out var seconds) && Math.Abs(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - seconds) < 300;
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{time}."), .. body];
        var signature = HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed);
        var expected = Encoding.UTF8.GetBytes($"v1,{Convert.ToBase64String(signature)}");
        return isRecent && headers["webhook-signature"].ToString().Split(' ').Any(found => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(found), expected));
    }
}
