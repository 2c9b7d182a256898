namespace Pipeline.Core.Catalogue;

/// <summary>Identity of images and places of their renditions.</summary>
public static class ImageIds
{
    /// <summary><c>bucket/key</c>.</summary>
    public static string Of(string bucket, string key) => $"{bucket}/{key}";

    /// <summary>
    /// <c>{key}/{first 16 of sha256}-{rendition set}/</c>: another content or another set lies elsewhere, hence
    /// renditions never change under their key.
    /// </summary>
    public static string Prefix(string key, string sha256, string renditionSet) => $"{key}/{sha256[..16]}-{renditionSet}/";
}
