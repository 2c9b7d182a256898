using System.Xml.Linq;
using ImageMagick;
using Pipeline.Magick.Formats;
using Pipeline.Magick.Library;

namespace Pipeline.Aws.Tests.Magick.Library;

public sealed class MagickLibraryTests
{
    private static readonly XElement[] Policy =
        [.. XDocument.Load(Path.Combine(MagickLibrary.PolicyFolder(AppContext.BaseDirectory), "policy.xml")).Root!.Elements("policy")];

    [Fact]
    public void NameHasTheLibraryAndItsVersion() =>
        Assert.Equal("ImageMagick 7.1.2-30", MagickLibrary.ShortName("ImageMagick 7.1.2-30 Q8 x86_64 344e9056f:20260823 https://imagemagick.org"));

    [Theory]
    [InlineData("coder")]
    [InlineData("module")]
    public void EverythingIsDeniedBeforeAnythingIsAllowed(string domain)
    {
        var rules = Policy.Where(rule => (string?)rule.Attribute("domain") == domain).ToArray();

        Assert.Equal(("*", "none"), (Pattern(rules[0]), (string?)rules[0].Attribute("rights")));
        Assert.All(rules.Skip(1), rule => Assert.DoesNotContain('*', Pattern(rule)));
    }

    [Fact]
    public void AllowedCodersMatchTheCodec()
    {
        var readers = CodecFormats.Readers.Values.Select(Name);
        var writers = CodecFormats.WritableFormats.SelectMany(format => new[] { true, false }.Select(alpha => Name(CodecFormats.WriterOf(format, alpha))));

        Assert.Equal(readers.Union(writers).Order(), Allowed("coder", "read").Order());
        Assert.Equal(writers.Append("PNG").Distinct().Order(), Allowed("coder", "write").Order());
    }

    [Fact]
    public void LimitsHoldWhatValidationAllowsAndNoMore()
    {
        var limits = MagickLimits.For(1_769L * 1024 * 1024);

        Assert.True(limits.Side >= 65_536, "a bomb of 65,536 pixels a side is to be measured, not to fail");
        Assert.True(limits.Memory >= 100_000_000 * 4 * 2, "100 megapixels of animation, as read and as laid on the canvas");
        Assert.True(limits.Memory <= 1_769L * 1024 * 1024 / 2);
        Assert.Equal((0ul, 1ul, 1_024ul), (limits.Disk, limits.Threads, limits.Frames));
        Assert.True(limits.Area * 3 <= (ulong)Array.MaxLength);
    }

    [Fact]
    public void CommentsOfThePolicyHoldNoQuotes()
    {
        var comments = XDocument.Load(Path.Combine(MagickLibrary.PolicyFolder(AppContext.BaseDirectory), "policy.xml")).DescendantNodes().OfType<XComment>();

        // ImageMagick's own reader goes on from one to the next, past what it should obey.
        Assert.All(comments, comment => Assert.Equal(-1, comment.Value.IndexOfAny(['"', '\''])));
    }

    private static IEnumerable<string> Allowed(string domain, string right) => Policy
        .Where(rule => (string?)rule.Attribute("domain") == domain && ((string?)rule.Attribute("rights"))!.Contains(right, StringComparison.Ordinal))
        .SelectMany(rule => Pattern(rule).Trim('{', '}').Split(','));

    private static string Pattern(XElement rule) => (string)rule.Attribute("pattern")!;

    private static string Name(MagickFormat format) => format.ToString().ToUpperInvariant();
}
