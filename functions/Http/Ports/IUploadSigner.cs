using Pipeline.Http.Contracts;

namespace Pipeline.Http.Ports;

/// <summary>Signs forms that upload one object to the uploads bucket.</summary>
public interface IUploadSigner
{
    /// <summary>Creates a form that the bucket accepts.</summary>
    /// <param name="upload">What the form may upload.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<PresignedPost> SignAsync(AllowedUpload upload, CancellationToken cancellationToken);
}

/// <summary>What a form may upload.</summary>
/// <param name="Key">Exactly this key.</param>
/// <param name="ContentType">Exactly this media type.</param>
/// <param name="MaxBytes">At least one and at most this many bytes.</param>
/// <param name="ExpiresAt">Until when.</param>
public sealed record AllowedUpload(string Key, string ContentType, long MaxBytes, DateTimeOffset ExpiresAt);
