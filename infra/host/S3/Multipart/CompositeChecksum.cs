using System.Globalization;
using Pipeline.Host.S3.Bodies;
using Pipeline.Host.S3.Objects;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.S3.Requests;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.S3.Multipart;

/// <summary>The checksum of the checksums of parts. Source: Amazon S3 User Guide, "Checking object integrity", "Composite checksums".</summary>
internal static class CompositeChecksum
{
    /// <returns>Null if a part has no checksum with the algorithm.</returns>
    public static ObjectChecksum? Create(string algorithm, IReadOnlyList<UploadedPart> parts)
    {
        using var checksum = Checksum.Create(algorithm);
        foreach (var part in parts)
        {
            if (part.Checksum is not { } own || own.Algorithm != algorithm)
            {
                return null;
            }

            checksum.Append(Convert.FromBase64String(own.Value));
        }

        return new(algorithm, string.Create(CultureInfo.InvariantCulture, $"{Convert.ToBase64String(checksum.Finish())}-{parts.Count}"), IsComposite: true);
    }

    /// <summary>Compares it with that of the request, with or without the number of parts.</summary>
    /// <exception cref="S3Exception">The request has another one.</exception>
    public static void Verify(S3RequestContext context, ObjectChecksum? composite)
    {
        if (composite is not null && context.GetHeaderValue(ChecksumHeaders.Prefix + composite.Algorithm) is { } announced
            && announced != composite.Value && announced != composite.Value[..composite.Value.LastIndexOf('-')])
        {
            throw S3Errors.BadDigest($"The {composite.Algorithm.ToUpperInvariant()} you specified did not match the calculated checksum.");
        }
    }
}
