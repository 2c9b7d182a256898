using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Files;

namespace Pipeline.Testing.Contracts;

/// <summary>Messages say in plain words what is wrong: no text of a library, no name from its source code.</summary>
public abstract partial class ImageCodecContract
{
    // Words of letters, or with one capital at the start, or of capitals (names of formats); numbers; ordinary punctuation.
    private const string PlainWords = "^(?:(?:[A-Z]?[a-z]+|[A-Z]+|WebP|AVIF|HEIC|BMP|ImageMagick|Magick\\.NET|[0-9]+(?:[.,][0-9]+)*(?:-[0-9]+)?)(?:'s)?[,:;.]?(?: |$))+$";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void MessagesAboutDamageArePlainWords(int seed)
    {
        var random = new Random(seed);
        var messages = new HashSet<string>();
        foreach (var (format, file) in Samples(40, 30).Concat(HeifFormats().Select(heif => (heif.Format, heif.Pictures.FileOfQuarters().Write()))))
        {
            for (var round = 0; round < 60; round++)
            {
                var damaged = Damage(file, random);
                AddMessage(messages, () => Codec.Inspect(damaged, format));
                AddMessage(messages, () => Codec.Decode(damaged, format, DecodeOptions.FullSize with { AllFrames = true }).Dispose());
            }
        }

        Assert.NotEmpty(messages);
        Assert.All(messages, message =>
        {
            Assert.Matches(PlainWords, message);
            Assert.DoesNotContain("reason", message, StringComparison.Ordinal);
            Assert.DoesNotContain("failed without", message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void MessageSaysThatAFileEndsEarly()
    {
        foreach (var (format, file) in Samples(200, 150))
        {
            var half = file.AsMemory(0, file.Length / 2);

            var corrupt = Assert.Throws<CorruptImageException>(
                () => Codec.Decode(half, format, DecodeOptions.FullSize with { AllFrames = true }).Dispose());

            Assert.StartsWith($"The {format.DisplayName()} cannot be read: ", corrupt.Message, StringComparison.Ordinal);
        }
    }

    private static void AddMessage(HashSet<string> messages, Action read)
    {
        try
        {
            read();
        }
        catch (Exception exception) when (exception is CorruptImageException or UnsupportedImageException)
        {
            messages.Add(exception.Message);
        }
    }
}
