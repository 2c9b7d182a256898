using System.Net;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Pipeline.Cloud.Functions;
using Pipeline.Terminal.Commands;

namespace Pipeline.Cloud.Tuning;

/// <summary>How one call of the copy ended.</summary>
/// <param name="Report">The log's last line; null if there is none.</param>
/// <param name="Problem"><c>out of memory</c> or <c>timed out</c>; null if the call ended well.</param>
/// <param name="Response">What the function returned.</param>
internal sealed record CopyCall(ReportLine? Report, string? Problem, string Response);

/// <summary>
/// A temporary copy of a deployed function, with its code, role and variables. It is called by its own name only, so no execution ever meets it. Its
/// log goes to a group that its role may not create, that is nowhere: the metrics in the function's log lines are not counted with those of the pipeline.
/// </summary>
/// <param name="lambda">Lambda.</param>
/// <param name="name">Name of the copy.</param>
/// <param name="time">Clock of waits.</param>
internal sealed class FunctionCopy(LambdaClient lambda, string name, TimeProvider time)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromMinutes(5);

    /// <summary>What the copy takes over. Not so concurrency, aliases, tracing and the log's settings.</summary>
    private static readonly IReadOnlyList<string> Kept =
        ["Runtime", "Role", "Handler", "Timeout", "MemorySize", "Architectures", "EphemeralStorage", "KMSKeyArn"];

    /// <summary>Creates the copy.</summary>
    /// <param name="function">Name of the deployed function.</param>
    /// <param name="alias">Its alias, which leads to the version in use.</param>
    /// <param name="downloads">Client for the code.</param>
    /// <param name="cancellationToken">Cancels the wait, but no request that is under way: what it would create must be known.</param>
    /// <exception cref="UsageException">A copy exists already.</exception>
    /// <exception cref="AmazonServiceException">Lambda refuses.</exception>
    public async Task CreateAsync(string function, string alias, HttpClient downloads, CancellationToken cancellationToken)
    {
        var deployed = await lambda.CallAsync(HttpMethod.Get, $"/{function}?Qualifier={alias}", null, cancellationToken);
        var code = await downloads.GetByteArrayAsync(new Uri((string)deployed["Code"]!["Location"]!), cancellationToken);
        var configuration = deployed["Configuration"]!.AsObject();
        var request = new JsonObject
        {
            ["FunctionName"] = name,
            ["Description"] = $"Temporary copy of {function} by `infra/cloud tune`; delete it if no such command runs.",
            ["Code"] = new JsonObject { ["ZipFile"] = Convert.ToBase64String(code) },
            // The line that is read is in the log only as text.
            ["LoggingConfig"] = new JsonObject { ["LogFormat"] = "Text" },
        };
        foreach (var member in Kept.Where(member => configuration[member] is not null))
        {
            request[member] = configuration[member]!.DeepClone();
        }

        if (configuration["Environment"]?["Variables"] is { } variables)
        {
            request["Environment"] = new JsonObject { ["Variables"] = variables.DeepClone() };
        }

        if (configuration["Layers"] is JsonArray { Count: > 0 } layers)
        {
            request["Layers"] = new JsonArray([.. layers.Select(layer => (JsonNode)(string)layer!["Arn"]!)]);
        }

        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await lambda.CallAsync(HttpMethod.Post, "", request, CancellationToken.None);
        }
        catch (AmazonServiceException exception) when (exception.StatusCode == HttpStatusCode.Conflict)
        {
            throw new UsageException(
                $"The function {name} exists. Another `tune` runs, or one was killed: then delete it with `aws lambda delete-function --function-name {name}`.");
        }
    }

    /// <summary>Gives the copy another memory size. Every environment is then a new one.</summary>
    public async Task SetMemoryAsync(int memory, CancellationToken cancellationToken)
    {
        await WaitUntilReadyAsync(cancellationToken);
        await lambda.CallAsync(HttpMethod.Put, $"/{name}/configuration", new JsonObject { ["MemorySize"] = memory }, cancellationToken);
        await WaitUntilReadyAsync(cancellationToken);
    }

    /// <summary>Calls the copy and waits for the end of the call.</summary>
    /// <param name="payload">JSON of the request.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="TuningException">The function failed for another reason than memory and time.</exception>
    public async Task<CopyCall> InvokeAsync(string payload, CancellationToken cancellationToken)
    {
        var headers = new Dictionary<string, string> { ["x-amz-invocation-type"] = "RequestResponse", ["x-amz-log-type"] = "Tail" };
        var response = await lambda.CallAsync(HttpMethod.Post, $"/{name}/invocations", payload, headers, cancellationToken);
        var report = response.FindHeader("x-amz-log-result") is { } tail ? ReportLine.Find(tail) : null;
        if (response.FindHeader("x-amz-function-error") is null)
        {
            return report is null
                ? throw new TuningException($"Lambda's log of a call of {name} has no REPORT line.")
                : new(report, null, response.Body);
        }

        return new(report, FindProblem(response.Body) ?? throw new TuningException($"The function failed: {response.Body}"), response.Body);
    }

    /// <summary>Deletes the copy, once an update of it that is under way has ended.</summary>
    /// <exception cref="AmazonServiceException">Lambda refuses, or there is no copy.</exception>
    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await lambda.CallAsync(HttpMethod.Delete, $"/{name}", null, cancellationToken);
                return;
            }
            catch (AmazonServiceException exception) when (exception.StatusCode == HttpStatusCode.Conflict)
            {
                await Task.Delay(PollInterval, time, cancellationToken);
            }
        }
    }

    /// <summary>Lambda kills an environment that exceeds its memory; .NET may notice first.</summary>
    private static string? FindProblem(string error)
    {
        var fields = JsonNode.Parse(error) as JsonObject;
        var (type, message) = ((string?)fields?["errorType"] ?? "", (string?)fields?["errorMessage"] ?? "");
        return type is "Runtime.OutOfMemory" or "OutOfMemoryException" || message.Contains("signal: killed", StringComparison.Ordinal) ? "out of memory"
            : type == "Sandbox.Timedout" || message.Contains("Task timed out", StringComparison.Ordinal) ? "timed out"
            : null;
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var configuration = await lambda.CallAsync(HttpMethod.Get, $"/{name}/configuration", null, cancellationToken);
            var (state, update) = ((string?)configuration["State"], (string?)configuration["LastUpdateStatus"]);
            if (state == "Active" && update == "Successful")
            {
                return;
            }

            if (state == "Failed" || update == "Failed" || time.GetElapsedTime(start) > ReadyTimeout)
            {
                var reason = (string?)configuration["StateReason"] ?? (string?)configuration["LastUpdateStatusReason"] ?? $"it is {state}";
                throw new TuningException($"The function {name} does not become ready: {reason}");
            }

            await Task.Delay(PollInterval, time, cancellationToken);
        }
    }
}
