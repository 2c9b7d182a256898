using System.Text.Json;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Events;
using Pipeline.Http.Contracts;
using Pipeline.Http.Ports;
using Pipeline.Http.Requests;

namespace Pipeline.Http.Routes;

/// <summary><c>POST /v1/uploads</c>: a form with which a browser uploads one image to the bucket.</summary>
public sealed class UploadRoute(IUploadSigner signer, ApiOptions options, KeyFilter keys, TimeProvider time)
{
    private const int MaxBodyCharacters = 16_384;

    public async Task<ApiResponse> HandleAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        if (!TryRead(request.Body, out var upload, out var fault))
        {
            return ApiResponse.FromProblem(ApiProblem.InvalidRequest(fault));
        }

        var key = new CallerPrefix(options.HasCallerPrefix).Get(request) + upload.Key;
        if (FindProblem(upload, key) is { } problem)
        {
            return ApiResponse.FromProblem(problem);
        }

        var expiresAt = time.GetUtcNow() + ApiOptions.UploadLifetime;
        var form = await signer.SignAsync(new(key, upload.ContentType, options.MaxBytes, expiresAt), cancellationToken);
        form = form with { Url = request.Complete(form.Url) };
        var status = ApiPaths.OfImage(key);
        return ApiResponse.FromJson(
            201,
            new(ImageIds.Create(options.Bucket, key), key, form, status, expiresAt),
            HttpJson.Default.UploadResponse,
            ("Cache-Control", "no-store"),
            ("Location", status));
    }

    private ApiProblem? FindProblem(UploadRequest upload, string key)
    {
        if (upload.Key.Length == 0)
        {
            return ApiProblem.InvalidRequest("'key' is empty; it must have 1 to 1,024 bytes of UTF-8.");
        }

        if (KeyOfRequest.FindFault(key) is { } fault)
        {
            return ApiProblem.InvalidRequest(fault);
        }

        if (!keys.Matches(key))
        {
            return ApiProblem.InvalidRequest($"The pipeline does not process '{key}': {DescribeKeys()}.");
        }

        if (!UploadMediaTypes.Contains(upload.ContentType))
        {
            return ApiProblem.UnsupportedMediaType(upload.ContentType);
        }

        return upload.Size switch
        {
            < 1 => ApiProblem.InvalidRequest($"'size' is {upload.Size}; it must be the file's size in bytes, 1 or more."),
            _ when upload.Size > options.MaxBytes => ApiProblem.ObjectTooLarge(upload.Size, options.MaxBytes),
            _ => null,
        };
    }

    private string DescribeKeys() => string.Join(" and ", new[]
    {
        string.IsNullOrEmpty(keys.Prefix) ? null : $"keys must begin with '{keys.Prefix}'",
        keys.Suffixes is { Count: > 0 } suffixes ? $"keys must end in {string.Join(" or ", suffixes)}" : null,
    }.Where(part => part is not null));

    private static bool TryRead(string? body, out UploadRequest upload, out string fault)
    {
        upload = new("", "", 0);
        fault = """The body must be JSON such as {"key": "cat.jpg", "contentType": "image/jpeg", "size": 123456}.""";
        if (string.IsNullOrWhiteSpace(body))
        {
            return false;
        }

        if (body.Length > MaxBodyCharacters)
        {
            fault = $"The body has {body.Length:N0} characters; at most {MaxBodyCharacters:N0} are allowed.";
            return false;
        }

        try
        {
            upload = JsonSerializer.Deserialize(body, HttpJson.Default.UploadRequest)!;
            return upload is not null;
        }
        catch (JsonException exception)
        {
            fault = $"{fault} It is not: {exception.Message}";
            return false;
        }
    }
}
