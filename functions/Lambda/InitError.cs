using System.Net.Http.Headers;
using System.Text.Json;

namespace Pipeline.Lambda;

/// <summary>
/// Reports to Lambda why a cold start failed. The handler's class is created before Amazon.Lambda.RuntimeSupport starts, which therefore
/// cannot report it: without this, callers only read that the process exited.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html#runtimes-api-initerror"/>
internal static class InitError
{
    /// <summary>Environment variable with host and port of Lambda's runtime API.</summary>
    public const string RuntimeApi = "AWS_LAMBDA_RUNTIME_API";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>Reports the exception. Does nothing outside Lambda. The caller rethrows, which ends the process.</summary>
    /// <param name="runtimeApi">Host and port of the runtime API; null outside Lambda.</param>
    /// <param name="exception">Why the cold start failed.</param>
    public static void Report(string? runtimeApi, Exception exception)
    {
        if (string.IsNullOrEmpty(runtimeApi))
        {
            return;
        }

        using var client = new HttpClient { Timeout = Timeout };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{runtimeApi}/2018-06-01/runtime/init/error")
        {
            Content = new ByteArrayContent(Describe(exception)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.Add("Lambda-Runtime-Function-Error-Type", exception.GetType().Name);
        try
        {
            using var response = client.Send(request);
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            // The exception itself still goes to standard error, when it ends the process.
            Console.Error.WriteLine($"The reason of the failed cold start could not be reported to {runtimeApi}: {fault.Message}");
        }
    }

    private static byte[] Describe(Exception exception)
    {
        using var content = new MemoryStream();
        using (var writer = new Utf8JsonWriter(content))
        {
            writer.WriteStartObject();
            writer.WriteString("errorMessage", exception.Message);
            writer.WriteString("errorType", exception.GetType().Name);
            writer.WriteStartArray("stackTrace");
            foreach (var line in (exception.StackTrace ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                writer.WriteStringValue(line);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return content.ToArray();
    }
}
