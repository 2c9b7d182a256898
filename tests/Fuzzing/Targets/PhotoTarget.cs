using System.Text.Json;
using Pipeline.Core.Contracts;
using Pipeline.Core.Photos;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Photo.Reading;

namespace Pipeline.Fuzzing.Targets;

/// <summary>The metadata of a photo. Any bytes give a record of at most 8 kB.</summary>
internal sealed class PhotoTarget : Target
{
    private const int MaxRecordBytes = 8 << 10;

    private readonly PhotoReader _reader = new(TimeProvider.System);

    public override string Name => "photo";

    public override string Corpus => "images";

    public override IReadOnlyList<string> Words { get; } =
        ["Exif\0\0", "II*\0", "MM\0*", "eXIf", "iTXt", "XML:com.adobe.xmp", "<rdf:RDF", "<rdf:li>", "<?xpacket", "8BIM", "Photoshop 3.0\0", "ICC_PROFILE\0", "EXIF", "XMP ", "http://ns.adobe.com/xap/1.0/\0"];

    public override Task RunAsync(byte[] input)
    {
        if (FormatSniffer.Sniff(input) is { } format)
        {
            using var source = new ImageSource(input);
            var json = JsonSerializer.SerializeToUtf8Bytes(_reader.Read(source, format, KeepLocation.Exact), PipelineJson.Default.PhotoMetadata);
            if (json.Length > MaxRecordBytes)
            {
                throw new InvalidOperationException($"The record has {json.Length} bytes.");
            }
        }

        return Task.CompletedTask;
    }
}
