namespace Pipeline.Host.Signatures;

/// <summary>Why a signature is refused. Each service has its own error for each of them.</summary>
public enum SignatureFault
{
    /// <summary>The request is not signed.</summary>
    Missing,

    /// <summary>It is signed with something else than Signature Version 4.</summary>
    UnsupportedAlgorithm,

    /// <summary>A part of the signature is missing or has the wrong form.</summary>
    Malformed,

    /// <summary>The host does not have the access key.</summary>
    UnknownAccessKey,

    /// <summary>The signature is that of another request, or of another secret.</summary>
    Mismatch,

    /// <summary>The clock of the client differs too much from the clock of the host.</summary>
    ClockSkew,

    /// <summary>A presigned URL has expired, or is not valid yet.</summary>
    NotValidNow,

    /// <summary>A header that changes what the request means is not signed.</summary>
    UnsignedHeader,
}
