using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Pipeline.Host.S3.Protocol;

namespace Pipeline.Host.S3.Forms;

/// <summary>
/// The fields of a form with a file, read up to the file. What follows the file is ignored. Source: Amazon S3 API Reference, "POST Object".
/// </summary>
/// <param name="Fields">Values by name, in any case, with the name of the file in place of <c>${filename}</c>.</param>
/// <param name="File">The file, to be read once.</param>
internal sealed record UploadForm(IReadOnlyDictionary<string, string> Fields, Stream File)
{
    private const string FormType = "multipart/form-data";
    private const string FileField = "file";
    private const string PolicyField = "policy";
    private const string FileNameVariable = "${filename}";
    private const int BufferBytes = 64 << 10;
    private const int MaxHeaders = 16;
    private const int MaxHeaderBytes = 8 << 10;

    /// <summary>Maximum size of all fields before the file together, in bytes; the limit of S3.</summary>
    private const int MaxFieldBytes = 20_000;

    /// <summary>Maximum number of sections before the file, so that empty ones end, too.</summary>
    private const int MaxFields = 200;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool IsForm(HttpRequest request) => request.ContentType?.StartsWith(FormType, StringComparison.OrdinalIgnoreCase) == true;

    /// <exception cref="S3Exception">The body is no form, or has no file.</exception>
    public static async Task<UploadForm> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!IsForm(request))
        {
            throw S3Errors.PreconditionFailed("Bucket POST must be of the enclosure-type multipart/form-data");
        }

        var boundary = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? HeaderUtilities.RemoveQuotes(type.Boundary).ToString() : "";
        if (boundary.Length is 0 or > 70)
        {
            throw FormErrors.Malformed();
        }

        var reader = new MultipartReader(boundary, request.Body, BufferBytes) { HeadersCountLimit = MaxHeaders, HeadersLengthLimit = MaxHeaderBytes };
        try
        {
            return await ReadAsync(reader, cancellationToken);
        }
        catch (Exception exception) when (FormErrors.IsMalformed(exception))
        {
            throw FormErrors.Malformed();
        }
    }

    /// <summary>Value of a field; null if it is missing or empty.</summary>
    public string? Get(string name) => Fields.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    private static async Task<UploadForm> ReadAsync(MultipartReader reader, CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var left = MaxFieldBytes;
        for (var count = 0; await reader.ReadNextSectionAsync(cancellationToken) is { } section; count++)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || HeaderUtilities.RemoveQuotes(disposition.Name) is not { Length: > 0 } quoted)
            {
                throw FormErrors.Malformed();
            }

            var name = quoted.ToString();
            if (name.Equals(FileField, StringComparison.OrdinalIgnoreCase))
            {
                return new(ReplaceVariables(fields, GetFileName(disposition)), section.Body);
            }

            var value = await ReadFieldAsync(section.Body, left - Encoding.UTF8.GetByteCount(name), cancellationToken);
            left -= Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount(value);
            if (count == MaxFields)
            {
                throw FormErrors.FieldsTooLarge(MaxFieldBytes);
            }

            if (!fields.TryAdd(name, value))
            {
                // Which one counts would differ between the policy and what is done.
                throw S3Errors.InvalidArgument(name, value, $"The form has more than one field named '{name}'.");
            }
        }

        throw S3Errors.InvalidArgument(FileField, "0", "POST requires exactly one file upload per request.");
    }

    private static async Task<string> ReadFieldAsync(Stream body, int maxBytes, CancellationToken cancellationToken)
    {
        var buffer = new byte[Math.Max(maxBytes, 0) + 1];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= maxBytes ? Utf8.GetString(buffer, 0, length) : throw FormErrors.FieldsTooLarge(MaxFieldBytes);
    }

    /// <summary>The name of the file without folders, which some clients send.</summary>
    private static string GetFileName(ContentDispositionHeaderValue disposition)
    {
        var name = disposition.FileNameStar.HasValue ? disposition.FileNameStar.ToString() : HeaderUtilities.RemoveQuotes(disposition.FileName).ToString();
        return name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
    }

    private static Dictionary<string, string> ReplaceVariables(Dictionary<string, string> fields, string fileName) => fields.ToDictionary(
        field => field.Key,
        field => field.Key.Equals(PolicyField, StringComparison.OrdinalIgnoreCase) ? field.Value : field.Value.Replace(FileNameVariable, fileName, StringComparison.Ordinal),
        StringComparer.OrdinalIgnoreCase);
}
