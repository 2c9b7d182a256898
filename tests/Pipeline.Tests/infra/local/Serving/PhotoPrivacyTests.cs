using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Core.Renditions;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Programs;
using Pipeline.Tests.Photo.Reading;

namespace Pipeline.Tests.Local.Serving;

/// <summary>
/// What must not leave a photo is nowhere but in the original: not in the database with its records, announcements and histories, not in
/// a rendition, and not in a response of the API.
/// </summary>
public sealed class PhotoPrivacyTests : IAsyncLifetime
{
    private static readonly string[] PrivateTags =
    [
        "-EXIF:GPSLatitude=48.137412", "-EXIF:GPSLatitudeRef=N", "-EXIF:GPSLongitude=11.575534", "-EXIF:GPSLongitudeRef=E", "-EXIF:GPSAltitude=519.25",
        "-EXIF:GPSAreaInformation=SECRET-PLACE", "-XMP-exif:GPSLatitude=48.137412", "-XMP-exif:GPSLongitude=11.575534", "-XMP-photoshop:City=SECRET-PLACE",
        "-IPTC:City=SECRET-PLACE", "-EXIF:SerialNumber=SECRET-SERIAL", "-EXIF:LensSerialNumber=SECRET-SERIAL", "-XMP-aux:SerialNumber=SECRET-SERIAL",
        "-XMP-exifEX:SerialNumber=SECRET-SERIAL", "-EXIF:OwnerName=SECRET-OWNER", "-XMP-aux:OwnerName=SECRET-OWNER", "-XMP-exifEX:OwnerName=SECRET-OWNER",
        "-EXIF:UserComment=SECRET-COMMENT", "-EXIF:Make=Canon", "-EXIF:Copyright=Mine",
    ];

    private static readonly string[] Secrets = ["SECRET-", "48.13", "48,8.2", "11.57", "11,34.5", "519.25"];

    private static readonly RenditionSets Sets = RenditionSetReader.Read(
        """
        {"keepCopyright": true, "renditions": [
          {"name": "jpeg", "width": 12, "format": "jpeg"}, {"name": "png", "width": 12, "format": "png"},
          {"name": "webp", "width": 12, "format": "webp"}, {"name": "avif", "width": 12, "format": "avif"}]}
        """,
        "renditions.json");

    private readonly TemporaryFolder _folder = new();
    private HostUnderTest _served = null!;

    public async Task InitializeAsync() => _served = await HostUnderTest.StartAsync(Sets);

    public async Task DisposeAsync()
    {
        await _served.DisposeAsync();
        _folder.Dispose();
    }

    [ExifToolFact]
    public async Task NeitherPlaceNorSerialNumberNorOwnerLeavesTheOriginal()
    {
        var files = PhotoFiles.WriteTo(_folder.Path, PhotoFiles.Plain.Keys);
        ExifTool.Write(PrivateTags, files);
        var texts = new List<(string Place, string Text)>();
        foreach (var file in files)
        {
            var content = await File.ReadAllBytesAsync(file);
            Assert.True(content.AsSpan().IndexOf("SECRET-SERIAL"u8) >= 0, $"{file} has no serial number to find.");
            var key = Path.GetFileName(file);
            var execution = await _served.UploadAsync(key, content);
            Assert.Equal("SUCCEEDED", (await _served.WaitForEndAsync(execution))["status"]!.GetValue<string>());
            string[] paths = [$"api/images/{key}", $"api/executions/{execution}", $"api/executions/{execution}/history?limit=1000", $"api/executions/{execution}/trace"];
            foreach (var path in paths)
            {
                texts.Add((path, (await _served.GetAsync(path)).ToJsonString()));
            }
        }

        texts.Add(("list", (await _served.GetAsync("api/images?sort=taken")).ToJsonString()));
        texts.Add(("announcements", (await _served.GetAsync("api/announcements")).ToJsonString()));

        Assert.All(texts, text => AssertHasNoSecret(text.Place, Encoding.UTF8.GetBytes(text.Text)));
        Assert.Equal(files.Count, JsonNode.Parse(texts.Single(text => text.Place == "list").Text)!["images"]!.AsArray().Count(image => (string?)image!["current"]!["photo"]!["make"] == "Canon"));
        var stored = await ReadStoredAsync();
        Assert.Contains(stored, file => file.Path.EndsWith("pipeline.db", StringComparison.Ordinal));
        Assert.All(stored, file => AssertHasNoSecret(file.Path, file.Content));
    }

    [ExifToolFact]
    public async Task NoRenditionHasAPlaceASerialNumberOrAnOwner()
    {
        var files = PhotoFiles.WriteTo(_folder.Path, PhotoFiles.Plain.Keys);
        ExifTool.Write(PrivateTags, files);
        foreach (var file in files)
        {
            await _served.WaitForEndAsync(await _served.UploadAsync(Path.GetFileName(file), await File.ReadAllBytesAsync(file)));
        }

        var renditions = Directory.GetFiles(Path.Combine(_served.Pipeline.Options.DataFolder, "renditions"), "*", SearchOption.AllDirectories);
        var found = ExifTool.Read(["-GPS*", "-*SerialNumber*", "-*Owner*", "-City", "-UserComment"], renditions);

        Assert.Equal(files.Count * 4, renditions.Length);
        Assert.All(found, tags => Assert.Equal(["SourceFile"], tags.Select(tag => tag.Key)));
    }

    private async Task<IReadOnlyList<(string Path, byte[] Content)>> ReadStoredAsync()
    {
        var folder = _served.Pipeline.Options.DataFolder;
        var originals = Path.Combine(folder, "uploads") + Path.DirectorySeparatorChar;
        var stored = new List<(string, byte[])>();
        // The host locks one file, which has the number of its process.
        foreach (var path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(path => !path.StartsWith(originals, StringComparison.Ordinal) && Path.GetFileName(path) != "host.lock"))
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var content = new MemoryStream();
            await file.CopyToAsync(content);
            stored.Add((path, content.ToArray()));
        }

        return stored;
    }

    private static void AssertHasNoSecret(string place, byte[] content)
    {
        foreach (var secret in Secrets)
        {
            Assert.True(content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) < 0, $"{place} has {secret}.");
            Assert.True(content.AsSpan().IndexOf(Encoding.Unicode.GetBytes(secret)) < 0, $"{place} has {secret} in UTF-16.");
        }
    }
}
