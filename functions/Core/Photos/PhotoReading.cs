using System.Globalization;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;

namespace Pipeline.Core.Photos;

/// <summary>The port for what photos say of themselves. <c>functions/Photo</c> reads it.</summary>
/// <param name="Read">Reads the header and blocks of metadata of an original. Throws only if the original cannot be read.</param>
/// <param name="KeepLocation">How much of the location is kept.</param>
public sealed record PhotoReading(Func<ImageSource, ImageFormat, KeepLocation, PhotoMetadata> Read, KeepLocation KeepLocation = KeepLocation.Off)
{
    /// <summary>Version of <see cref="PhotoMetadata"/> and of how it is read. Raise it when records should be filled again.</summary>
    public const int SchemaVersion = 1;

    /// <summary>
    /// What a record notes with its photo: <c>1</c>, or <c>1-city</c> and <c>1-exact</c> if the location is kept. A record with another one is
    /// filled again when its upload is processed again.
    /// </summary>
    public string Schema { get; } = GetSchema(KeepLocation);

    /// <summary>The schema with which photos are read.</summary>
    public static string GetSchema(KeepLocation keepLocation) => keepLocation == KeepLocation.Off
        ? SchemaVersion.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{SchemaVersion}-{keepLocation.ToString().ToLowerInvariant()}");

    public PhotoMetadata ReadFrom(ImageSource source, ImageFormat format) => Read(source, format, KeepLocation);
}
