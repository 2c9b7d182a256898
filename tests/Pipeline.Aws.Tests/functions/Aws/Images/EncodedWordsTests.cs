using Pipeline.Aws.Images;

namespace Pipeline.Aws.Tests.Aws.Images;

/// <summary>The forms in which S3 returns user metadata that is not ASCII.</summary>
public sealed class EncodedWordsTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("=?UTF-8?B?Wm/Dqw==?=", "Zoë")]
    [InlineData("=?utf-8?q?Zo=C3=AB_=3D_1?=", "Zoë = 1")]
    [InlineData("a =?UTF-8?B?w7w=?= b", "a ü b")]
    [InlineData("=?UTF-8?B?w7w=?= =?UTF-8?B?w7w=?=", "üü")]
    [InlineData("=?UTF-8?B?not base64?=", "=?UTF-8?B?not base64?=")]
    [InlineData("=?UTF-8?B?w7w?=", "=?UTF-8?B?w7w?=")]
    [InlineData("=?UTF-8?Q?=C?=", "=?UTF-8?Q?=C?=")]
    [InlineData("=?ISO-8859-1?Q?=FC?=", "=?ISO-8859-1?Q?=FC?=")]
    [InlineData("=?", "=?")]
    public void TextIsDecoded(string text, string expected) => Assert.Equal(expected, EncodedWords.Decode(text));
}
