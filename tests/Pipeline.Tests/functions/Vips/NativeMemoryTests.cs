using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Rendering;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Pictures;
using Pipeline.Vips;

namespace Pipeline.Tests.Vips;

/// <summary>Runs alone: memory that other tests allocate at the same time would count.</summary>
[CollectionDefinition(nameof(NativeMemoryTests), DisableParallelization = true)]
[Collection(nameof(NativeMemoryTests))]
public sealed class NativeMemoryTests
{
    private const int Rounds = 2000;

    [Fact]
    public void RepeatedCallsDoNotLeakMemory()
    {
        var codec = new VipsCodec();
        using var picture = TestPictures.Gradient(256, 256); // 196,608 bytes: one leaked per round is 375 MiB
        var damaged = codec.Encode(picture, new EncodeOptions(ImageFormat.Jpeg, 80));
        damaged = damaged[..(damaged.Length / 2)];
        using var folder = new TemporaryFolder();
        var (whole, half) = (Path.Combine(folder.Path, "whole"), Path.Combine(folder.Path, "half"));
        var png = codec.Encode(picture, new EncodeOptions(ImageFormat.Png, 100));
        File.WriteAllBytes(whole, png);
        File.WriteAllBytes(half, png[..(png.Length / 2)]);
        Run(200);
        var before = Environment.WorkingSet;

        Run(Rounds);

        Assert.InRange((Environment.WorkingSet - before) / 1024 / 1024, long.MinValue, 100);

        void Run(int rounds)
        {
            for (var i = 0; i < rounds; i++)
            {
                var encoded = codec.Encode(picture, new EncodeOptions(ImageFormat.Jpeg, 80, "Jane Doe"));
                codec.Inspect(encoded, ImageFormat.Jpeg);
                codec.Decode(encoded, ImageFormat.Jpeg, DecodeOptions.FullSize).Dispose();
                Assert.Throws<CorruptImageException>(() => codec.Decode(damaged, ImageFormat.Jpeg, DecodeOptions.FullSize));
                using var file = ImageSource.OpenFile(whole);
                codec.Decode(file, ImageFormat.Png, DecodeOptions.FullSize).Dispose();
                using var truncated = ImageSource.OpenFile(half);
                Assert.Throws<CorruptImageException>(() => codec.Decode(truncated, ImageFormat.Png, DecodeOptions.FullSize));
                Transcode(encoded);
                Assert.Throws<CorruptImageException>(() => Transcode(damaged));
            }
        }

        void Transcode(byte[] file)
        {
            using var rendition = new StreamingRenderer(new(ImageFormat.Jpeg, 256, 256), new("r", 200));
            codec.Transcode(file, ImageFormat.Jpeg, DecodeOptions.FullSize, rendition, new(ImageFormat.Jpeg, 80));
        }
    }
}
