namespace Pipeline.Http.Requests;

/// <summary>Media types under which images are uploaded. Which of them an image is, its content decides.</summary>
public static class UploadMediaTypes
{
    /// <summary>The types, in the order of the formats; some formats have more than one in use.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "image/jpeg", "image/png", "image/webp", "image/gif", "image/avif", "image/heic", "image/heif", "image/tiff", "image/bmp",
    ];

    private static readonly Dictionary<string, string> Others = new(StringComparer.OrdinalIgnoreCase)
    {
        ["image/jpg"] = "image/jpeg",
        ["image/pjpeg"] = "image/jpeg",
        ["image/apng"] = "image/png",
        ["image/x-ms-bmp"] = "image/bmp",
        ["image/x-bmp"] = "image/bmp",
        ["image/heic-sequence"] = "image/heic",
        ["image/heif-sequence"] = "image/heif",
        ["image/avif-sequence"] = "image/avif",
    };

    /// <summary>Whether uploads may have this type. Case and parameters do not matter; other names in use count, too.</summary>
    public static bool Contains(string contentType)
    {
        var end = contentType.IndexOf(';', StringComparison.Ordinal);
        var type = (end < 0 ? contentType : contentType[..end]).Trim();
        return All.Contains(type, StringComparer.OrdinalIgnoreCase) || Others.ContainsKey(type);
    }
}
