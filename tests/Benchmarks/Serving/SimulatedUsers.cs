using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Pipeline.Benchmarks.Contenders;

namespace Pipeline.Benchmarks.Serving;

/// <summary>Users who upload one photo after the other, each as soon as the execution of the previous one has ended.</summary>
internal sealed class SimulatedUsers(HttpClient client, IReadOnlyList<string> photos)
{
    private readonly ConcurrentQueue<ObservedUpload> _uploads = [];
    private int _next = -1;

    /// <summary>Runs a number of users for a time.</summary>
    /// <exception cref="ContenderException">The host did not accept an upload, or its execution did not succeed.</exception>
    public async Task<IReadOnlyList<ObservedUpload>> RunAsync(int users, TimeSpan time)
    {
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, users).Select(user => Task.Run(async () =>
        {
            for (var number = 0; clock.Elapsed < time; number++)
            {
                await UploadAsync(string.Create(CultureInfo.InvariantCulture, $"load/{user}/{number:D4}.jpg"));
            }
        })));
        return [.. _uploads];
    }

    /// <summary>Checks that every upload has exactly one execution, and that it succeeded.</summary>
    /// <exception cref="ContenderException">An upload has no execution, several, or one that did not succeed.</exception>
    public async Task CheckAsync()
    {
        foreach (var (key, execution, _, _) in _uploads)
        {
            var found = await GetAsync($"api/executions?key={Uri.EscapeDataString(key)}");
            var executions = found["executions"]!.AsArray();
            if (executions.Count != 1 || executions[0]!["name"]!.GetValue<string>() != execution || GetStatus(executions[0]!) != "SUCCEEDED")
            {
                throw new ContenderException($"{key} must have exactly one execution, which succeeded, but has: {executions.ToJsonString()}");
            }
        }
    }

    private async Task UploadAsync(string key)
    {
        var photo = photos[Interlocked.Increment(ref _next) % photos.Count];
        var clock = Stopwatch.StartNew();
        await using var file = File.OpenRead(photo);
        using var body = new StreamContent(file);
        using var response = await client.PutAsync(new Uri($"api/uploads/{key}", UriKind.Relative), body);
        var text = await response.Content.ReadAsStringAsync();
        if (response.StatusCode != HttpStatusCode.Accepted)
        {
            throw new ContenderException($"The host answered the upload of {key} with status {(int)response.StatusCode}: {text}");
        }

        var acknowledged = clock.Elapsed;
        var execution = JsonNode.Parse(text)!["execution"]!.GetValue<string>();
        string status;
        while ((status = GetStatus(await GetAsync($"api/executions/{execution}"))) == "RUNNING")
        {
            await Task.Delay(20);
        }

        if (status != "SUCCEEDED")
        {
            throw new ContenderException($"Execution {execution} of {key} ended as {status}.");
        }

        _uploads.Enqueue(new(key, execution, acknowledged, clock.Elapsed));
    }

    private async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await client.GetStringAsync(new Uri(path, UriKind.Relative)))!;

    private static string GetStatus(JsonNode execution) => execution["status"]!.GetValue<string>();
}

/// <param name="Key">Key of the upload.</param>
/// <param name="Execution">Name of its execution.</param>
/// <param name="Acknowledged">Time from the first byte sent to the response, when original and execution are on disk.</param>
/// <param name="Ended">Time from the first byte sent to the end of the execution, polled every 20 ms.</param>
internal sealed record ObservedUpload(string Key, string Execution, TimeSpan Acknowledged, TimeSpan Ended);
