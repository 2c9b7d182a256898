using System.Reflection;
using ImageMagick;

namespace Pipeline.Aws.Tests;

/// <summary>
/// On a class of tests that decode or encode by Magick.NET. They are skipped by name where its package came without the
/// native library, so that only names and signatures are there.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class NeedsMagickAttribute : Attribute
{
    /// <summary>Why tests are skipped; null where they run.</summary>
    public static string? Missing { get; } = typeof(MagickNET).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Any(metadata => metadata is { Key: "StandIn", Value: "true" })
        ? "needs the real Magick.NET package: its native library is not here"
        : null;
}
