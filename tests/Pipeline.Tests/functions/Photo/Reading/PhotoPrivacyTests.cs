using System.Text.Json;
using Pipeline.Core.Contracts;
using Pipeline.Core.Photos;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Photo.Reading;

/// <summary>What must not leave a photo does not reach its record.</summary>
public sealed class PhotoPrivacyTests : IDisposable
{
    private static readonly string[] PrivateTags =
    [
        "-EXIF:GPSLatitude=48.137412", "-EXIF:GPSLatitudeRef=N", "-EXIF:GPSLongitude=11.575534", "-EXIF:GPSLongitudeRef=E", "-EXIF:GPSAltitude=519.25",
        "-XMP-exif:GPSLatitude=48.137412", "-XMP-exif:GPSLongitude=11.575534", "-EXIF:SerialNumber=SN-471100815", "-EXIF:LensSerialNumber=SN-471100815",
        "-XMP-aux:SerialNumber=SN-471100815", "-EXIF:OwnerName=Erika Mustermann", "-XMP-aux:OwnerName=Erika Mustermann", "-XMP-exifEX:SerialNumber=SN-471100815",
        "-EXIF:ImageUniqueID=SN-471100815", "-XMP-iptcCore:CreatorAddress=Hauptplatz 1", "-EXIF:Make=Canon",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ExifToolFact]
    public void NeitherPlaceNorSerialNumberNorOwnerIsInTheRecord()
    {
        foreach (var file in Write())
        {
            var json = JsonSerializer.Serialize(PhotoFiles.ReadFile(file), PipelineJson.Default.PhotoMetadata);

            Assert.Contains("\"make\":\"Canon\"", json, StringComparison.Ordinal);
            Assert.All(["48.1", "11.5", "519", "SN-4711", "Mustermann", "Hauptplatz", "location"], text => Assert.DoesNotContain(text, json, StringComparison.Ordinal));
        }
    }

    [ExifToolFact]
    public void CityIsATenthOfADegree()
    {
        foreach (var file in Write())
        {
            var json = JsonSerializer.Serialize(PhotoFiles.ReadFile(file, KeepLocation.City), PipelineJson.Default.PhotoMetadata);

            Assert.Contains("\"location\":{\"latitude\":48.1,\"longitude\":11.6}", json, StringComparison.Ordinal);
            Assert.All(["48.13", "11.57", "519", "SN-4711", "Mustermann"], text => Assert.DoesNotContain(text, json, StringComparison.Ordinal));
        }
    }

    [ExifToolFact]
    public void ExactLocationIsKeptByChoiceOnly() => Assert.All(Write(), file =>
    {
        var location = PhotoFiles.ReadFile(file, KeepLocation.Exact).Location!;
        Assert.Equal((48.137412, 11.575534, 519.25), (Math.Round(location.Latitude, 6), Math.Round(location.Longitude, 6), location.AltitudeMetres!.Value));
    });

    private IReadOnlyList<string> Write()
    {
        var files = PhotoFiles.WriteTo(_folder.Path, PhotoFiles.Plain.Keys);
        ExifTool.Write(PrivateTags, files);
        return files;
    }
}
