using System.Security;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Pipeline.Host.Signatures;

namespace Pipeline.Host.StepFunctions;

/// <summary>
/// AWS Security Token Service: GetCallerIdentity, with which clients ask who they are. Unlike Step Functions, it speaks the query protocol:
/// a form as the request, XML as the response. Source: AWS STS API Reference, "GetCallerIdentity", "Common Errors".
/// </summary>
/// <param name="signatures">Checks the signatures of requests; null if none needs one.</param>
internal sealed class SecurityTokenProtocol(SignatureCheck? signatures)
{
    private const string Xmlns = "https://sts.amazonaws.com/doc/2011-06-15/";
    private const string Account = "000000000000";
    private const string User = "local";
    private const int MaxRequestBytes = 64 << 10;

    public static bool IsCall(HttpRequest request) =>
        request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;

    public async Task HandleAsync(HttpContext context)
    {
        var requestId = Guid.NewGuid().ToString();
        var (status, body) = await AnswerAsync(context, requestId);
        context.Response.StatusCode = status;
        context.Response.Headers["x-amzn-RequestId"] = requestId;
        context.Response.ContentType = "text/xml";
        await context.Response.WriteAsync(body, context.RequestAborted);
    }

    private async Task<(int Status, string Body)> AnswerAsync(HttpContext context, string requestId)
    {
        if (await ReadBodyAsync(context) is not { } body)
        {
            return CreateError(StatusCodes.Status413PayloadTooLarge, "RequestEntityTooLarge", $"The request has more than {MaxRequestBytes} bytes.", requestId);
        }

        try
        {
            signatures?.Verify(context.Request, body);
        }
        catch (SignatureException refusal)
        {
            return CreateError(StatusCodes.Status403Forbidden, NameError(refusal.Fault), refusal.Message, requestId);
        }

        var parameters = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body));
        var action = parameters.GetValueOrDefault("Action", StringValues.Empty).ToString();
        return action == "GetCallerIdentity"
            ? (StatusCodes.Status200OK, CreateIdentity(requestId))
            : CreateError(
                StatusCodes.Status400BadRequest,
                action.Length == 0 ? "MissingAction" : "InvalidAction",
                $"Could not find operation '{action}' for version '{parameters.GetValueOrDefault("Version", StringValues.Empty)}': of STS, this host implements GetCallerIdentity.",
                requestId);
    }

    private static string NameError(SignatureFault fault) => fault switch
    {
        SignatureFault.Missing => "MissingAuthenticationToken",
        SignatureFault.Malformed or SignatureFault.UnsupportedAlgorithm => "IncompleteSignature",
        SignatureFault.UnknownAccessKey => "InvalidClientTokenId",
        _ => "SignatureDoesNotMatch",
    };

    private static string CreateIdentity(string requestId) =>
        $"<GetCallerIdentityResponse xmlns=\"{Xmlns}\"><GetCallerIdentityResult><Arn>arn:aws:iam::{Account}:user/{User}</Arn><UserId>{User}</UserId><Account>{Account}</Account>"
        + $"</GetCallerIdentityResult><ResponseMetadata><RequestId>{requestId}</RequestId></ResponseMetadata></GetCallerIdentityResponse>";

    private static (int Status, string Body) CreateError(int status, string code, string message, string requestId) => (
        status,
        $"<ErrorResponse xmlns=\"{Xmlns}\"><Error><Type>Sender</Type><Code>{code}</Code><Message>{SecurityElement.Escape(Printable(message))}</Message></Error>"
        + $"<RequestId>{requestId}</RequestId></ErrorResponse>");

    /// <summary>Text that XML can contain.</summary>
    private static string Printable(string text) => string.Concat(text.EnumerateRunes().Where(rune => !Rune.IsControl(rune) && rune.Value is not (0xFFFE or 0xFFFF)));

    /// <returns>Null if it is too large.</returns>
    private static async Task<byte[]?> ReadBodyAsync(HttpContext context)
    {
        var buffer = new byte[MaxRequestBytes + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, context.RequestAborted);
        return length > MaxRequestBytes ? null : buffer[..length];
    }
}
