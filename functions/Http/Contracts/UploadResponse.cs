using System.ComponentModel;

namespace Pipeline.Http.Contracts;

/// <summary>How to upload: send a form with the fields and, last, the field <c>file</c>.</summary>
/// <param name="ImageId"><c>bucket/key</c>.</param>
/// <param name="Key">Key of the image, with the caller's prefix.</param>
/// <param name="Upload">The form.</param>
/// <param name="StatusUrl">Where to ask for the outcome, relative to this API.</param>
/// <param name="ExpiresAt">Until when the form is accepted.</param>
[Description("How to upload: send a form (multipart/form-data) with the fields and, last, the field \"file\".")]
public sealed record UploadResponse(
    [property: Description("Bucket and key of the image.")] string ImageId,
    [property: Description("Key of the image, with the caller's prefix.")] string Key,
    [property: Description("The form.")] PresignedPost Upload,
    [property: Description("Where to ask for the outcome, relative to this API.")] string StatusUrl,
    [property: Description("Until when the form is accepted.")] DateTimeOffset ExpiresAt);

/// <summary>A form that S3 accepts without other credentials.</summary>
/// <param name="Url">Where to post it. A path of a signer is completed with the host that the client reaches.</param>
/// <param name="Fields">Fields of the form, in any order, all before the file.</param>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html">Amazon S3, Browser-Based Uploads Using POST</seealso>
[Description("A form that the bucket accepts without other credentials.")]
public sealed record PresignedPost(
    [property: Description("Where to post it.")] string Url,
    [property: Description("Fields of the form, all before the file.")] IReadOnlyDictionary<string, string> Fields);
