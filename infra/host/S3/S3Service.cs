using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pipeline.Host.Engine;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.S3.Requests;
using Pipeline.Host.Signatures;

namespace Pipeline.Host.S3;

/// <summary>Runs the operation of a request and responds to failures with S3 errors.</summary>
internal sealed class S3Service(LocalPipeline pipeline, S3Options options)
{
    private readonly S3Buckets _buckets = new(pipeline);
    private readonly SignatureCheck? _signatures = options.Credentials is { } credentials ? new(credentials, "s3", pipeline.Time) : null;

    public async Task HandleAsync(HttpContext http)
    {
        var requestId = Convert.ToHexString(RandomNumberGenerator.GetBytes(8));
        http.Response.Headers["x-amz-request-id"] = requestId;
        http.Response.Headers["x-amz-id-2"] = requestId;
        LiftLimits(http);
        try
        {
            var target = S3Target.Parse(http);
            if (_signatures is not null && http.Features.Get<TrustedPage>() is null && !S3Operations.IsForm(http.Request, target))
            {
                // The content is checked against it as it is read.
                http.Features.Set(_signatures.Verify(http.Request));
            }

            var context = new S3RequestContext(http, pipeline, options, _buckets, target, _signatures);
            await S3Operations.Find(context)(context);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has gone.
        }
        catch (Exception exception)
        {
            await WriteErrorAsync(http, exception, requestId);
        }
    }

    /// <summary>Lifts the server's limits: uploads have their own size limit, and slow clients are fine.</summary>
    private static void LiftLimits(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } up)
        {
            up.MinDataRate = null;
        }

        if (http.Features.Get<IHttpMinResponseDataRateFeature>() is { } down)
        {
            down.MinDataRate = null;
        }
    }

    private async Task WriteErrorAsync(HttpContext http, Exception exception, string requestId)
    {
        var error = S3Errors.FromException(exception, options.MaxUploadBytes);
        if (error.Status >= StatusCodes.Status500InternalServerError && error.Code != S3Errors.NotImplementedCode)
        {
            var logger = http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger<S3Service>();
            Log.RequestFailed(logger, http.Request.Method, http.Request.Path, requestId, exception);
        }

        if (http.Response.HasStarted)
        {
            // The status has already been sent. Only an aborted connection tells the client that the body is incomplete.
            http.Abort();
            return;
        }

        await S3Xml.WriteErrorAsync(http, error, requestId);
    }
}
