using ImageMagick;

namespace Pipeline.Magick.Library;

/// <summary>Sets ImageMagick up, once a process: policy, then the library, then limits.</summary>
internal static class MagickLibrary
{
    private const string PolicyFile = "policy.xml";

    private static readonly Lazy<string> Loaded = new(() => Load(PolicyFolder(AppContext.BaseDirectory)));

    /// <summary>Sets the library up unless that has been done.</summary>
    /// <returns>Its name and version: <c>ImageMagick 7.1.2-30</c>.</returns>
    /// <exception cref="FileNotFoundException">The policy is not beside the application: without it every coder would be open.</exception>
    /// <exception cref="DllNotFoundException">The native library is missing or does not fit this machine.</exception>
    public static string EnsureLoaded() => Loaded.Value;

    /// <summary>Where the build puts the policy.</summary>
    internal static string PolicyFolder(string applicationFolder) => Path.Combine(applicationFolder, "imagemagick");

    /// <summary>The first two words of what the library says of itself; the rest is build and address.</summary>
    internal static string ShortName(string version) => string.Join(' ', version.Split(' ', 3).Take(2));

    private static string Load(string policyFolder)
    {
        if (!File.Exists(Path.Combine(policyFolder, PolicyFile)))
        {
            throw new FileNotFoundException($"ImageMagick's policy is missing: {Path.Combine(policyFolder, PolicyFile)}. The build puts it there; build again.");
        }

        // Read when the library starts, so it comes first.
        MagickNET.SetEnvironmentVariable("MAGICK_CONFIGURE_PATH", policyFolder);
        MagickNET.Initialize();
        MagickLimits.For(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes).Apply();
        return ShortName(MagickNET.ImageMagickVersion);
    }
}
