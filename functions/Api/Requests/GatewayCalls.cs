using System.Text;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Amazon.Runtime;
using Pipeline.Http.Requests;
using Pipeline.Lambda;

namespace Pipeline.Api.Requests;

/// <summary>Runs the calls of a route: translates events of API Gateway, and turns faults into problem documents after they are logged.</summary>
/// <param name="calls">Deadline and log.</param>
public sealed class GatewayCalls(FunctionCalls calls)
{
    private const string SubjectClaim = "sub";

    /// <summary>Runs one call.</summary>
    /// <param name="request">API Gateway's event.</param>
    /// <param name="context">Lambda's context.</param>
    /// <param name="parameter">Name of the route's greedy path parameter; null if it has none.</param>
    /// <param name="handle">The route.</param>
    public async Task<APIGatewayHttpApiV2ProxyResponse> RunAsync(
        APIGatewayHttpApiV2ProxyRequest request, ILambdaContext context, string? parameter, Func<ApiRequest, CancellationToken, Task<ApiResponse>> handle)
    {
        try
        {
            return await calls.RunAsync(
                request,
                context,
                async (received, token) => Write(await handle(Read(received, parameter), token)),
                static (_, _) => { },
                static (entry, response) => entry.Outcome = response.StatusCode.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        catch (AmazonServiceException exception) when (IsThrottled(exception))
        {
            return Write(ApiResponse.FromProblem(new(
                503, "busy", "The service is busy", "Too many requests are under way. Ask again in a few seconds.", RetryAfter: 2)));
        }
        catch (Exception)
        {
            // It is in the log, with the same id.
            return Write(ApiResponse.FromProblem(new(
                500, "internalError", "The request failed", $"The request failed on the server. The log of the function has the reason under {context.AwsRequestId}.")));
        }
    }

    /// <summary>Translates an event. API Gateway has decoded path parameters and the query.</summary>
    internal static ApiRequest Read(APIGatewayHttpApiV2ProxyRequest request, string? parameter)
    {
        string? path = null;
        if (parameter is not null)
        {
            request.PathParameters?.TryGetValue(parameter, out path);
        }

        var body = request is { IsBase64Encoded: true, Body: not null } ? Encoding.UTF8.GetString(Convert.FromBase64String(request.Body)) : request.Body;
        string? subject = null;
        request.RequestContext?.Authorizer?.Jwt?.Claims?.TryGetValue(SubjectClaim, out subject);
        return new(
            path,
            new Dictionary<string, string>(request.QueryStringParameters ?? new Dictionary<string, string>(), StringComparer.Ordinal),
            FindHeader(request, "if-none-match"),
            body,
            request.RequestContext?.DomainName is { Length: > 0 } domain ? $"https://{domain}" : null,
            subject);
    }

    private static APIGatewayHttpApiV2ProxyResponse Write(ApiResponse response) => new()
    {
        StatusCode = response.Status,
        Headers = new Dictionary<string, string>(response.Headers),
        Body = response.Body,
    };

    private static string? FindHeader(APIGatewayHttpApiV2ProxyRequest request, string name) =>
        request.Headers?.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static bool IsThrottled(AmazonServiceException exception) => exception.ErrorCode is
        "ProvisionedThroughputExceededException" or "RequestLimitExceeded" or "ThrottlingException" or "SlowDown" or "Throttling";
}
