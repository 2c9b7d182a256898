using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Pipeline.Core.Storage;
using Pipeline.Host.Console.Contracts;
using Pipeline.Host.Console.Http;
using Pipeline.Host.Console.Options;
using Pipeline.Host.Engine;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Host.Console.Api;

/// <summary>Uploads originals. The body is the file, whatever its <c>Content-Type</c>.</summary>
internal static class UploadEndpoints
{
    public static void MapUploads(this IEndpointRouteBuilder api) => api
        .MapPut("/uploads/{**key}", PutAsync)
        .WithTags("Images")
        .WithSummary("Uploads an original, with its focal point if it has one (focalPoint=0.3,0.7) and user metadata (headers or parameters x-amz-meta-NAME). Responds when the original and its execution are on disk.")
        .Accepts<byte[]>(isOptional: true, "*/*");

    private static async Task<Results<Accepted<SubmissionResponse>, ProblemHttpResult>> PutAsync(
        HttpContext context, LocalPipeline pipeline, ConsoleOptions options, string? focalPoint, CancellationToken cancellationToken)
    {
        var request = context.Request;
        var key = RequestKey.Read(context, "/api/uploads/");
        if (request.ContentLength > options.MaxUploadBytes)
        {
            return Problems.TooLarge($"{key} has {request.ContentLength} bytes; the limit is {options.MaxUploadBytes}.");
        }

        if (!string.IsNullOrEmpty(focalPoint) && FocalPoint.TryParse(focalPoint) is null)
        {
            return Problems.BadRequest($"focalPoint is '{focalPoint}'; it must be {FocalPoint.Syntax}.");
        }

        var (metadata, error) = RequestMetadata.Read(request);
        if (error is not null)
        {
            return Problems.BadRequest(error);
        }

        if (FocalPoint.TryParse(focalPoint) is { } point)
        {
            metadata[OriginalRead.FocalPointMetadata] = point.ToString();
        }

        try
        {
            var submission = await pipeline.UploadAsync(
                key,
                request.Body,
                new(options.MaxUploadBytes, request.ContentType, Metadata: metadata.Count > 0 ? metadata : null),
                cancellationToken);
            return TypedResults.Accepted((string?)null, SubmissionResponse.From(submission, key));
        }
        catch (InvalidKeyException exception)
        {
            return Problems.BadRequest(exception.Message);
        }
        catch (UploadTooLargeException exception)
        {
            return Problems.TooLarge(exception.Message);
        }
    }
}
