using System.Text;
using Pipeline.Photo.Text;

namespace Pipeline.Tests.Photo.Text;

/// <summary>Text of metadata in every state that programs leave it in.</summary>
public sealed class MetadataTextTests
{
    [Fact]
    public void Utf8IsRead() => Assert.Equal("Zoë 東京 📷", MetadataText.Read(Encoding.UTF8.GetBytes("Zoë 東京 📷\0rest")));

    [Fact]
    public void BytesThatAreNotUtf8AreWindows1252() => Assert.Equal("Zoë “Z” – €", MetadataText.Read([(byte)'Z', (byte)'o', 0xEB, (byte)' ', 0x93, (byte)'Z', 0x94, (byte)' ', 0x96, (byte)' ', 0x80]));

    [Fact]
    public void Utf8ThatWasCutWithinACharacterLosesIt() => Assert.Equal("Straße M", MetadataText.Read(Encoding.UTF8.GetBytes("Straße Mü").AsSpan()[..^1]));

    [Fact]
    public void StrayBytesInUtf8AreDropped() => Assert.Equal("Grüße aus Köln", MetadataText.Read([.. "Grüße "u8, 0xFF, .. "aus Köln"u8]));

    [Fact]
    public void LineBreaksBecomeSpacesAndOtherControlCharactersGo() => Assert.Equal("a b c", MetadataText.Clean("\u0007a\r\n\tb\u001B\u0085 c\u0001\uFEFF"));

    [Fact]
    public void HalvesOfSurrogatePairsGo() => Assert.Equal("ab", MetadataText.Clean("a\uD83Db\uDCF7"));

    [Fact]
    public void TextsAreCutBetweenCharacters()
    {
        var text = MetadataText.Clean(new string('a', 999) + "📷📷")!;

        Assert.Equal(new string('a', 999), text);
        Assert.Equal(1_000, MetadataText.Clean(new string('é', 5_000))!.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \t\r\n ")]
    [InlineData("\u0001\u0002")]
    public void TextOfNothingIsAbsent(string text) => Assert.Null(MetadataText.Clean(text));

    [Fact]
    public void Utf16OfWindowsEndsAtItsZero() => Assert.Equal("Straße", MetadataText.ReadUtf16(Encoding.Unicode.GetBytes("Straße\0rest")));
}
