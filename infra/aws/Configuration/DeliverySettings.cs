using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Pipeline.Infra.Configuration;

/// <param name="Domain">Host name of the CDN; null for CloudFront's own.</param>
/// <param name="CertificateArn">Certificate of the host name; null without one.</param>
/// <param name="PublicKeys">Keys in PEM form, one of which must have signed a URL; empty if URLs need no signature.</param>
/// <param name="PriceClass">Where CloudFront keeps renditions.</param>
/// <param name="DeletionInvalidates">Whether the deletion of an original takes its renditions out of the caches.</param>
internal sealed partial record DeliverySettings(string? Domain, string? CertificateArn, IReadOnlyList<string> PublicKeys, string PriceClass, bool DeletionInvalidates)
{
    private const int MaxKeys = 5;

    private const int RsaBits = 2_048;

    private const string P256 = "1.2.840.10045.3.1.7";

    /// <returns>Null if the stack has no CDN.</returns>
    public static DeliverySettings? Read(SettingSource source)
    {
        var hasCdn = Settings.Cdn.Read(source);
        var settings = new DeliverySettings(
            Settings.CdnDomain.Read(source), Settings.CdnCertificateArn.Read(source), ReadKeys(source), Settings.CdnPriceClass.Read(source), Settings.DeletionInvalidates.Read(source));
        if (!hasCdn)
        {
            foreach (var setting in new Setting[] { Settings.CdnDomain, Settings.CdnCertificateArn, Settings.CdnPublicKey, Settings.CdnPriceClass, Settings.DeletionInvalidates })
            {
                if (source.GetText(setting) is not (null or "false"))
                {
                    source.AddProblem($"{setting.Name} is set, and {Settings.Cdn.Name} is false; take it off, or set {Settings.Cdn.Name} to true");
                }
            }

            return null;
        }

        // Not whether the values are valid, so that a wrong one is reported once.
        CheckPair(source, Settings.CdnDomain, Settings.CdnCertificateArn, "CloudFront answers for a host name only with its certificate");
        CheckPair(source, Settings.CdnCertificateArn, Settings.CdnDomain, "a certificate without a host name is not used");
        return settings;
    }

    /// <summary>Reports origins that CloudFront does not take. A host name may begin with a wildcard, and have no other.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html">CloudFront Developer Guide, Understand response headers policies</seealso>
    public static void CheckOrigins(SettingSource source, IReadOnlyList<string> origins)
    {
        foreach (var origin in origins.Where(origin => origin.Contains('*', StringComparison.Ordinal) && origin is not ("*" or "https://*" or "http://*") && !WildcardOrigin().IsMatch(origin)))
        {
            source.AddProblem($"{Settings.CorsOrigins.Name} has {origin}; CloudFront takes a wildcard only in place of everything before a domain, as in https://*.example.com: "
                + $"name each origin, or set {Settings.Cdn.Name} to false");
        }
    }

    private static void CheckPair(SettingSource source, Setting setting, Setting needed, string reason)
    {
        if (source.GetText(setting) is not null && source.GetText(needed) is null)
        {
            source.AddProblem($"{setting.Name} is set; it needs {needed.Name}: {reason}");
        }
    }

    private static string[] ReadKeys(SettingSource source)
    {
        if (Settings.CdnPublicKey.Read(source) is not { } text)
        {
            return [];
        }

        string[] keys = [.. PemBlock().Matches(text).Select(match => NormalizeLines(match.Value)).Distinct(StringComparer.Ordinal)];
        var problem = PemBlock().Replace(text, "").Trim().Length > 0 || keys.Length == 0 ? "text that is not PEM"
            : keys.Length > MaxKeys ? $"{keys.Length} keys"
            : keys.Select(FindKeyProblem).FirstOrDefault(found => found is not null);
        if (problem is not null)
        {
            source.AddProblem(Settings.CdnPublicKey, problem);
        }

        return keys;
    }

    /// <summary>CloudFront stores a key with a line feed at its end. Without one, every `pulumi up` would find a difference and replace the key.</summary>
    private static string NormalizeLines(string pem) => $"{pem.ReplaceLineEndings("\n").Trim()}\n";

    private static string? FindKeyProblem(string pem)
    {
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return rsa.KeySize == RsaBits ? null : $"an RSA key of {rsa.KeySize} bits";
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            // Not RSA.
        }

        try
        {
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportFromPem(pem);
            return ecdsa.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == P256 ? null : $"an ECDSA key of {ecdsa.KeySize} bits on another curve";
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return "a key that cannot be read";
        }
    }

    /// <summary>Only public keys: a private one does not belong into a stack's settings.</summary>
    [GeneratedRegex(@"-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\s]+-----END PUBLIC KEY-----")]
    private static partial Regex PemBlock();

    [GeneratedRegex(@"^https?://\*\.[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:\d{1,5})?$")]
    private static partial Regex WildcardOrigin();
}
