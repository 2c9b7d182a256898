using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pipeline.Core.Catalogue;
using Pipeline.Http.Contracts;
using Pipeline.Http.Requests;

namespace Pipeline.Http.Routes;

/// <summary><c>GET /v1/images/{key+}</c>: the record of an image, at once or when its upload has ended.</summary>
public sealed class ImageRoute(IImageCatalogue catalogue, ApiOptions options, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    public async Task<ApiResponse> HandleAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        if (!KeyOfRequest.TryRead(request, out var key, out var problem))
        {
            return ApiResponse.FromProblem(problem);
        }

        if (!TryReadWait(request, out var wait, out var fault))
        {
            return ApiResponse.FromProblem(ApiProblem.InvalidRequest(fault));
        }

        // Another caller's image is as unknown as one that does not exist.
        return new CallerPrefix(options.HasCallerPrefix).Covers(request, key)
            ? await AnswerAsync(request, key, wait, cancellationToken)
            : ApiResponse.FromProblem(ApiProblem.ImageNotFound(key));
    }

    private async Task<ApiResponse> AnswerAsync(ApiRequest request, string key, TimeSpan wait, CancellationToken cancellationToken)
    {
        var view = new ImageView(request, options, time);
        var start = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var entry = await catalogue.GetAsync(ImageIds.Create(options.Bucket, key), cancellationToken);
            var image = entry is null ? null : view.Show(entry);
            var remaining = wait - time.GetElapsedTime(start);
            if (remaining <= TimeSpan.Zero || image is { Status: not ApiStatus.Processing })
            {
                return image is null ? ApiResponse.FromProblem(ApiProblem.ImageNotFound(key)) : Answer(request, image);
            }

            await Task.Delay(pause < remaining ? pause : remaining, time, cancellationToken);
        }
    }

    private static ApiResponse Answer(ApiRequest request, ImageResponse image)
    {
        var body = JsonSerializer.Serialize(image, HttpJson.Default.ImageResponse);
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))[..32]}\"";
        List<(string, string)> headers = [("ETag", tag), ("Cache-Control", "private, no-cache")];
        if (image.Status == ApiStatus.Processing)
        {
            headers.Add(("Retry-After", "1"));
        }

        return Matches(request.IfNoneMatch, tag)
            ? ApiResponse.Empty(304, [.. headers])
            : ApiResponse.FromJsonText(body, [.. headers]);
    }

    /// <summary>The comparison of RFC 9110, 13.1.2: weak, with any of the listed tags.</summary>
    private static bool Matches(string? ifNoneMatch, string tag) => ifNoneMatch is not null
        && ifNoneMatch.Split(',').Select(candidate => candidate.Trim()).Any(candidate =>
            candidate == "*" || candidate == tag || candidate == $"W/{tag}");

    private bool TryReadWait(ApiRequest request, out TimeSpan wait, out string fault)
    {
        (wait, fault) = (TimeSpan.Zero, "");
        if (request.Find("wait") is not { } text)
        {
            return true;
        }

        var longest = (int)ApiOptions.LongestWait.TotalSeconds;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > longest)
        {
            fault = $"'wait' is '{text}'; it must be a number of seconds from 0 to {longest}.";
            return false;
        }

        wait = TimeSpan.FromSeconds(seconds) < options.MaxWait ? TimeSpan.FromSeconds(seconds) : options.MaxWait;
        return true;
    }
}
