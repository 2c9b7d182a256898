namespace Pipeline.Host.Signatures;

/// <summary>
/// A feature of a request that the console's own page sends to show an image. Its reader may use the console, so it needs no signature.
/// </summary>
public sealed class TrustedPage
{
    public static readonly TrustedPage Instance = new();

    private TrustedPage()
    {
    }
}
