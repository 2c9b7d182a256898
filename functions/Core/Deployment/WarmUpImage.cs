namespace Pipeline.Core.Deployment;

/// <summary>The image of the call that a function makes at its cold start, over canned answers.</summary>
public static class WarmUpImage
{
    public const string Bucket = "warm-up";

    public const string Key = "warm-up.jpg";

    /// <summary>Key prefix of its renditions.</summary>
    public const string Prefix = "warm-up/";

    /// <summary>Key of a rendition that exists.</summary>
    public const string Rendition = "warm-up/warm-up.webp";

    /// <summary>Entity tag of its content, without quotation marks. It is that of a multipart upload, which the SDK does not compare with the content.</summary>
    public const string ETag = "00000000000000000000000000000000-1";

    /// <summary>SHA-256 of its content is never looked at, because it has an entity tag.</summary>
    public const string Version = "0000000000000000000000000000000000000000000000000000000000000000";

    public const int Width = 64;

    public const int Height = 48;

    /// <summary>A JPEG of <see cref="Width"/> × <see cref="Height"/> pixels in one colour.</summary>
    public static ReadOnlySpan<byte> Content => Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4r" +
        "K06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAwAEADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAP/xAAUEA" +
        "EAAAAAAAAAAAAAAAAAAAAA/8QAFgEBAQEAAAAAAAAAAAAAAAAAAAME/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAwDAQACEQMRAD8AmAzJAAAAAAAAAAAAAAAAAAAAAAP/2Q==");
}
