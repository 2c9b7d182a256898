using System.ComponentModel;

namespace Pipeline.Http.Contracts;

/// <summary>Body of <c>POST /v1/uploads</c>: what is to be uploaded.</summary>
/// <param name="Key">Key of the image, 1 to 1,024 bytes of UTF-8. Callers with a prefix of their own leave it out.</param>
/// <param name="ContentType">Media type that the upload will have.</param>
/// <param name="Size">Size of the file in bytes.</param>
[Description("What is to be uploaded.")]
public sealed record UploadRequest(
    [property: Description("Key of the image, 1 to 1,024 bytes of UTF-8. Callers with a prefix of their own leave it out.")] string Key,
    [property: Description("Media type that the upload will have, such as image/jpeg.")] string ContentType,
    [property: Description("Size of the file in bytes.")] long Size);
