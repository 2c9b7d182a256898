using Microsoft.AspNetCore.Http;
using Pipeline.Host.Signatures;

namespace Pipeline.Host.S3.Protocol;

/// <summary>S3's errors for signatures that are refused. Source: Amazon S3 API Reference, "Error responses", "List of error codes".</summary>
internal static class SignatureErrors
{
    public static S3Exception FromException(SignatureException refusal)
    {
        var (status, code) = refusal.Fault switch
        {
            SignatureFault.UnsupportedAlgorithm => (StatusCodes.Status400BadRequest, "InvalidRequest"),
            SignatureFault.Malformed => (StatusCodes.Status400BadRequest, refusal.IsPresigned ? "AuthorizationQueryParametersError" : "AuthorizationHeaderMalformed"),
            SignatureFault.UnknownAccessKey => (StatusCodes.Status403Forbidden, "InvalidAccessKeyId"),
            SignatureFault.Mismatch => (StatusCodes.Status403Forbidden, "SignatureDoesNotMatch"),
            SignatureFault.ClockSkew => (StatusCodes.Status403Forbidden, "RequestTimeTooSkewed"),
            _ => (StatusCodes.Status403Forbidden, "AccessDenied"),
        };
        return new(status, code, refusal.Message, refusal.Details);
    }
}
