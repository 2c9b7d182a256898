using Pipeline.Host.S3.Protocol;
using Pipeline.Host.S3.Requests;
using Pipeline.Host.Signatures;

namespace Pipeline.Host.S3.Forms;

/// <summary>The signature of a form is that of its policy.</summary>
internal static class FormSignature
{
    private const string Policy = "policy";

    /// <returns>The policy; null if the form has none and needs none.</returns>
    /// <exception cref="S3Exception">The form needs a policy, or it is none.</exception>
    /// <exception cref="SignatureException">The policy is not signed as it must be.</exception>
    public static PostPolicy? ReadPolicy(S3RequestContext context, UploadForm form)
    {
        var text = form.Get(Policy);
        if (context.Signatures is { } signatures)
        {
            if (text is null)
            {
                throw S3Errors.AccessDenied("Access Denied: this host has credentials, and the form has no policy that is signed with them.");
            }

            signatures.VerifyPolicy(text, Require("X-Amz-Algorithm"), Require("X-Amz-Credential"), Require("X-Amz-Date"), Require("X-Amz-Signature"));
        }

        return text is null ? null : PostPolicy.Parse(text);

        string Require(string name) => form.Get(name) ?? throw FormErrors.MissingField(name);
    }
}
