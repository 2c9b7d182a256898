using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Pipeline.Core.Describing;

namespace Pipeline.Local.Describing;

/// <summary>
/// A model behind a service that speaks OpenAI's protocol, such as Ollama, vLLM, LM Studio or OpenAI. It gets the picture, and must call one tool, whose
/// input is the answer. Redirects are not followed, so the picture and the key go to this address only.
/// </summary>
internal sealed class OpenAiVisionModel : IVisionModel, IDisposable
{
    /// <summary>Maximum size of a response, in bytes.</summary>
    public const int MaxResponseBytes = 2 << 20;

    /// <summary>Longest time that a call takes. The state's own limit is longer.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(85);

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly Uri _address;
    private readonly HttpClient _client;
    private readonly TimeSpan _timeout;
    private volatile ChatAbilities _abilities = new();

    /// <param name="address">Address of the operation, from <see cref="ModelAddress"/>.</param>
    /// <param name="key">Key of the service; null if it needs none.</param>
    /// <param name="timeout">Longest time that a call takes; null for the default.</param>
    public OpenAiVisionModel(Uri address, string? key, TimeSpan? timeout = null)
    {
        (_address, _timeout) = (address, timeout ?? Timeout);
        _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = ConnectTimeout, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
        if (key is not null)
        {
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ModelUnavailableException">The service cannot be reached, or fails.</exception>
    /// <exception cref="ModelTimeoutException">The model took too long.</exception>
    public async Task<ModelResponse> DescribeAsync(ReadOnlyMemory<byte> jpeg, DescriptionSettings settings, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_timeout);
        try
        {
            return await AskAsync(jpeg, settings, limit.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ModelTimeoutException(
                $"{settings.Model} at {Service} did not answer within {_timeout.TotalSeconds:0} s. Choose a smaller model, or give it a GPU.", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new ModelUnavailableException(
                $"{Service} cannot be reached, so {settings.Model} cannot be asked: {exception.Message} Start the service, or correct --describe-url.", exception);
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>The address without a query, which may have a secret.</summary>
    private string Service => _address.GetLeftPart(UriPartial.Path);

    private async Task<ModelResponse> AskAsync(ReadOnlyMemory<byte> jpeg, DescriptionSettings settings, CancellationToken cancellationToken)
    {
        for (var abilities = _abilities; ;)
        {
            using var response = await SendAsync(ChatRequest.Create(jpeg, settings, abilities), cancellationToken);
            if (await ReadAsync(response.Content, cancellationToken) is not { } body)
            {
                return Refuse($"the response of {Service} has more than {MaxResponseBytes:N0} bytes");
            }

            if (response.IsSuccessStatusCode)
            {
                return ChatResponse.Read(body, settings) ?? Refuse($"{Service} did not respond with a chat completion; correct --describe-url");
            }

            var message = ChatResponse.ReadError(body);
            if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity or HttpStatusCode.NotImplemented
                && ChatRequest.Reduce(abilities, message ?? "") is { } reduced)
            {
                // The next picture is not asked about in vain.
                _abilities = abilities = reduced;
                continue;
            }

            return Explain(response, message, settings);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(JsonObject body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new StringContent(body.ToJsonString(), null, "application/json") };
        request.Headers.Accept.Add(new("application/json"));
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <returns>Null if there is more than <see cref="MaxResponseBytes"/>.</returns>
    private static async Task<byte[]?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var read = new MemoryStream();
        var buffer = new byte[16 << 10];
        for (int count; (count = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (read.Length + count > MaxResponseBytes)
            {
                return null;
            }

            read.Write(buffer, 0, count);
        }

        return read.ToArray();
    }

    /// <summary>What a refusal means. One that a later attempt does not mend is an answer, so that the image's record says it.</summary>
    private ModelResponse Explain(HttpResponseMessage response, string? message, DescriptionSettings settings)
    {
        var status = (int)response.StatusCode;
        var said = message is null ? $"status {status}" : $"status {status}, {ModelText.Clean(message, 300)}";
        return response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => throw new ModelThrottledException($"{Service} has too much to do: {said}."),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                Refuse($"{Service} refuses the key ({said}); set the environment variable {DescribeKey.Variable} to a key that may use {settings.Model}, and start the host again"),
            HttpStatusCode.NotFound => Refuse(
                $"{Service} does not have {settings.Model} ({said}); with Ollama, run: ollama pull {settings.Model}; otherwise correct --describe-url or --describe-model"),
            _ when status is >= 300 and < 400 => Refuse($"{Service} redirects to another address, which is not followed; give --describe-url the final one"),
            _ when status >= 500 => throw new ModelUnavailableException($"{Service} failed while {settings.Model} was asked: {said}."),
            _ => Refuse($"{Service} refuses what {settings.Model} is asked: {said}"),
        };
    }

    private static ModelResponse Refuse(string reason) => new(null, 0, 0, reason);
}
