using Microsoft.AspNetCore.Http;
using Pipeline.Host.S3.Bodies;
using Pipeline.Host.S3.Objects;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.S3.Requests;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.S3.Forms;

/// <summary>
/// POST Object: stores the file of a form, as an HTML page or the receiver of a presigned POST sends it. Its policy holds with or without
/// credentials; with credentials, the form must have one that is signed with them.
/// </summary>
internal static class PostObject
{
    private const string Key = "key";

    public static async Task RunAsync(S3RequestContext context)
    {
        context.EnsureWritable();
        var form = await UploadForm.ReadAsync(context.Request, context.RequestAborted);
        var key = form.Get(Key) ?? throw (form.Fields.ContainsKey(Key) ? S3Errors.InvalidArgument(Key, "", "User key must have a length greater than 0.") : FormErrors.MissingField(Key));
        var policy = FormSignature.ReadPolicy(context, form);
        policy?.Verify(new Dictionary<string, string>(form.Fields, StringComparer.OrdinalIgnoreCase) { ["bucket"] = context.Target.Bucket }, context.Pipeline.Time.GetUtcNow());
        S3Errors.EnsureKeyLength(key);
        UploadHeaders.Validate(form.Fields.Keys);

        var file = new FormFile(form.File, policy?.Range, context.Options.MaxUploadBytes);
        using var body = UploadBody.OpenFile(context.Request, file, form.Fields, Checksum.Default);
        var options = new UploadOptions(context.Options.MaxUploadBytes, form.Get("Content-Type"), Reason: "POST Object", Metadata: UserMetadata.Read(form.Fields))
        {
            Properties = new(StoredHeaders.Read(form.Get), await ReadTagsAsync(form, context.RequestAborted)),
            ReadChecksum = () => body.Checksum,
        };
        var submission = await context.Pipeline.UploadAsync(key, body.Content, options, context.RequestAborted);
        body.WriteChecksumHeaders(context.Response, ChecksumHeaders.FullObject);
        await RespondAsync(context, form, submission.Original!);
    }

    /// <summary>Where the form sends the browser; null if nowhere, or if it cannot be in a header.</summary>
    private static Uri? FindNextPage(UploadForm form) =>
        Uri.TryCreate(form.Get("success_action_redirect") ?? form.Get("redirect"), UriKind.Absolute, out var page) && page.Scheme is "http" or "https"
            && new UriBuilder(page) { Host = page.IdnHost }.Uri is { } ascii && System.Text.Ascii.IsValid(ascii.AbsoluteUri) && System.Text.Ascii.IsValid(ascii.Host)
            ? ascii
            : null;

    /// <summary>Tags are a document in the field, unlike in the header.</summary>
    private static async Task<IReadOnlyDictionary<string, string>?> ReadTagsAsync(UploadForm form, CancellationToken cancellationToken)
    {
        if (form.Get("tagging") is not { } document)
        {
            return null;
        }

        using var text = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(document));
        return ObjectTags.Read(await S3Xml.ReadAsync(text, "Tagging", ObjectTags.MaxElements, cancellationToken));
    }

    private static async Task RespondAsync(S3RequestContext context, UploadForm form, StoredObject stored)
    {
        var (bucket, etag, location) = (context.Target.Bucket, $"\"{stored.ETag}\"", context.GetLocation(stored.Key));
        var response = context.Response;
        response.Headers.ETag = etag;
        response.Headers.Location = location;
        if (FindNextPage(form) is { } page)
        {
            response.StatusCode = StatusCodes.Status303SeeOther;
            var query = $"bucket={Uri.EscapeDataString(bucket)}&key={Uri.EscapeDataString(stored.Key)}&etag={Uri.EscapeDataString(etag)}";
            response.Headers.Location = $"{page.GetLeftPart(UriPartial.Path)}{(page.Query.Length > 1 ? page.Query + "&" : "?")}{query}{page.Fragment}";
            return;
        }

        switch (form.Get("success_action_status"))
        {
            case "200":
                response.StatusCode = StatusCodes.Status200OK;
                break;
            case "201":
                await S3Xml.WriteDocumentAsync(context.HttpContext, StatusCodes.Status201Created, "PostResponse", writer =>
                {
                    writer.WriteElement("Location", location);
                    writer.WriteElement("Bucket", bucket);
                    writer.WriteElement("Key", stored.Key);
                    writer.WriteElement("ETag", etag);
                });
                break;
            default:
                context.SetNoContent();
                break;
        }
    }
}
