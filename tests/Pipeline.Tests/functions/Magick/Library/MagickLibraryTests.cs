using System.Xml.Linq;
using ImageMagick;
using Pipeline.Magick.Formats;
using Pipeline.Magick.Library;

namespace Pipeline.Tests.Magick.Library;

public sealed class MagickLibraryTests
{
    private static readonly XElement[] Policy =
        [.. XDocument.Load(Path.Combine(MagickLibrary.GetPolicyFolder(AppContext.BaseDirectory), "policy.xml")).Root!.Elements("policy")];

    [Fact]
    public void ShortNameIsTheLibraryAndItsVersion() =>
        Assert.Equal("ImageMagick 7.1.2-30", MagickLibrary.GetShortName("ImageMagick 7.1.2-30 Q8 x86_64 344e9056f:20260823 https://imagemagick.org"));

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
        var writers = CodecFormats.WritableFormats.SelectMany(format => new[] { true, false }.Select(alpha => Name(CodecFormats.GetWriter(format, alpha))));

        Assert.Equal(readers.Union(writers).Order(), Allowed("coder", "read").Order());
        Assert.Equal(writers.Append("PNG").Distinct().Order(), Allowed("coder", "write").Order());
    }

    [Fact]
    public void LimitsHoldWhatValidationAllowsAndNoMore()
    {
        var limits = MagickLimits.FromAvailableMemory(1_769L * 1024 * 1024);

        Assert.True(limits.Side >= 65_536, "the dimensions of a bomb of 65,536 pixels a side must be readable");
        Assert.True(limits.Memory >= 100_000_000 * 4 * 2, "100 megapixels of animation, as read and as drawn on the canvas");
        Assert.True(limits.Memory <= 1_769L * 1024 * 1024 / 2);
        Assert.Equal((0ul, 1ul, 1_024ul), (limits.Disk, limits.Threads, limits.Frames));
        Assert.True(limits.Area * 3 <= (ulong)Array.MaxLength);
    }

    [Fact]
    public void CommentsOfThePolicyHaveNoQuotes()
    {
        var comments = XDocument.Load(Path.Combine(MagickLibrary.GetPolicyFolder(AppContext.BaseDirectory), "policy.xml")).DescendantNodes().OfType<XComment>();

        // ImageMagick's XML reader skips from one quote to the next, and with it the rules in between.
        Assert.All(comments, comment => Assert.Equal(-1, comment.Value.IndexOfAny(['"', '\''])));
    }

    private static IEnumerable<string> Allowed(string domain, string right) => Policy
        .Where(rule => (string?)rule.Attribute("domain") == domain && ((string?)rule.Attribute("rights"))!.Contains(right, StringComparison.Ordinal))
        .SelectMany(rule => Pattern(rule).Trim('{', '}').Split(','));

    private static string Pattern(XElement rule) => (string)rule.Attribute("pattern")!;

    private static string Name(MagickFormat format) => format.ToString().ToUpperInvariant();
}
