using ImageMagick;
using Pipeline.Imaging.Buffers;

namespace Pipeline.Magick.Library;

/// <summary>Sets ImageMagick up once per process: first the policy, then the library, then the limits.</summary>
internal static class MagickLibrary
{
    private const string PolicyFile = "policy.xml";

    private static readonly Lazy<string> Loaded = new(() => Load(GetPolicyFolder(AppContext.BaseDirectory)));

    /// <summary>Sets the library up unless it is set up already.</summary>
    /// <returns>Its name and version: <c>ImageMagick 7.1.2-30</c>.</returns>
    /// <exception cref="FileNotFoundException">The policy is missing. Without it every coder would be allowed.</exception>
    /// <exception cref="DllNotFoundException">The native library is missing or does not fit this machine.</exception>
    public static string EnsureLoaded() => Loaded.Value;

    /// <summary>Returns the folder in which the build puts the policy.</summary>
    internal static string GetPolicyFolder(string applicationFolder) => Path.Combine(applicationFolder, "imagemagick");

    /// <summary>Returns the first two words of the library's version text; the rest is build and address.</summary>
    internal static string GetShortName(string version) => string.Join(' ', version.Split(' ', 3).Take(2));

    private static string Load(string policyFolder)
    {
        if (!File.Exists(Path.Combine(policyFolder, PolicyFile)))
        {
            throw new FileNotFoundException($"ImageMagick's policy is missing: {Path.Combine(policyFolder, PolicyFile)}. The build puts it there; build again.");
        }

        NativeHeap.Configure();
        // ImageMagick reads the policy when it starts.
        MagickNET.SetEnvironmentVariable("MAGICK_CONFIGURE_PATH", policyFolder);
        MagickNET.Initialize();
        MagickLimits.FromEnvironment(Environment.GetEnvironmentVariable, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes).Apply();
        return GetShortName(MagickNET.ImageMagickVersion);
    }
}
