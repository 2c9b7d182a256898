using ImageMagick;
using Pipeline.Imaging.Formats;
using Pipeline.Magick.Library;

namespace Pipeline.Aws.Tests.Magick.Library;

public sealed class MagickFaultTests
{
    [Theory]
    [InlineData("ImproperImageHeader `' @ error/png.c/ReadPNGImage/3956", "improper image header")]
    [InlineData("ImageTypeNotSupported `magick-JUiFcb' @ error/heic.c/ReadHEICImage/1036", "image type not supported")]
    [InlineData("Not a JPEG file: starts with 0x00 0x00 `' @ error/jpeg.c/JPEGErrorHandler/614", "Not a JPEG file: starts with 0x00 0x00")]
    [InlineData("Cannot read TIFF header. `' @ error/tiff.c/TIFFErrors/564", "Cannot read TIFF header")]
    [InlineData("Unexpected end of file\n (2.100) `x' @ error/heic.c/IsHEIFSuccess/207", "Unexpected end of file  (2.100)")]
    [InlineData("", "ImageMagick gives no reason")]
    public void MessagesNameNeitherFilesNorSourceLocations(string message, string described) =>
        Assert.Equal(described, MagickFault.Describe(message));

    [Fact]
    public void TruncatedJpegIsDamage()
    {
        var warning = new MagickCorruptImageWarningException("Premature end of JPEG file `' @ warning/jpeg.c/JPEGWarningHandler/669");

        Assert.Same(warning, MagickFault.FindDamage(warning, ImageFormat.Jpeg));
    }

    [Fact]
    public void DamageIsFoundAmongOtherWarnings()
    {
        var damage = new MagickCorruptImageWarningException("Premature end of JPEG file");
        var warning = new MagickCorruptImageWarningException("Corrupt JPEG data: 3 extraneous bytes before marker 0xd9");
        warning.SetRelatedException([new MagickCoderWarningException("Unknown field"), damage]);

        Assert.Same(damage, MagickFault.FindDamage(warning, ImageFormat.Jpeg));
    }

    [Fact]
    public void StrayBytesBetweenMarkersAreNotDamage() =>
        Assert.Null(MagickFault.FindDamage(
            new MagickCorruptImageWarningException("Corrupt JPEG data: 3 extraneous bytes before marker 0xd9"), ImageFormat.Jpeg));

    [Fact]
    public void UnknownTagsAreNotDamage() =>
        Assert.Null(MagickFault.FindDamage(new MagickCoderWarningException("Unknown field with tag 50341"), ImageFormat.Tiff));

    [Fact]
    public void MemoryTimeAndPolicyAreNotCausedByTheFile()
    {
        Assert.False(MagickFault.IsCausedByFile(new MagickResourceLimitErrorException("MemoryAllocationFailed `' @ error/png.c")));
        Assert.False(MagickFault.IsCausedByFile(new MagickResourceLimitErrorException("TimeLimitExceeded `' @ error/cache.c")));
        Assert.False(MagickFault.IsCausedByFile(new MagickCacheErrorException("CacheResourcesExhausted `' @ error/cache.c")));
        Assert.False(MagickFault.IsCausedByFile(new MagickPolicyErrorException("NotAuthorized `PNG' @ error/static.c")));
    }

    [Fact]
    public void UnreadableProfilesAreDistinguishedFromMemoryAndTime()
    {
        Assert.True(MagickFault.IsCausedByProfile(new MagickResourceLimitErrorException("ColorspaceColorProfileMismatch `icc' @ error/profile.c/ProfileImage/1215")));
        Assert.True(MagickFault.IsCausedByProfile(new MagickImageErrorException("ColorspaceColorProfileMismatch `icc' @ error/profile.c/ProfileImage/1215")));
        Assert.False(MagickFault.IsCausedByProfile(new MagickResourceLimitErrorException("MemoryAllocationFailed `icc' @ error/profile.c/ProfileImage/1215")));
        Assert.False(MagickFault.IsCausedByProfile(new MagickResourceLimitErrorException("TimeLimitExceeded `' @ error/cache.c")));
        Assert.False(MagickFault.IsCausedByProfile(new MagickCacheErrorException("CacheResourcesExhausted `' @ error/cache.c")));
    }

    [Fact]
    public void TooManyFramesAndDamagedDataAreCausedByTheFile()
    {
        Assert.True(MagickFault.IsCausedByFile(new MagickResourceLimitErrorException("ListLengthExceedsLimit `' @ error/cache.c/OpenPixelCache/3816")));
        Assert.True(MagickFault.IsCausedByFile(new MagickCorruptImageErrorException("CorruptImage")));
        Assert.True(MagickFault.IsCausedByFile(new MagickImageErrorException("WidthOrHeightExceedsLimit")));
    }

    [Fact]
    public void CorruptionNamesTheFormat() => Assert.Equal(
        "The PNG cannot be read: improper image header.",
        MagickFault.ToCorruptImageException(ImageFormat.Png, new MagickCorruptImageErrorException("ImproperImageHeader `' @ error/png.c")).Message);
}
