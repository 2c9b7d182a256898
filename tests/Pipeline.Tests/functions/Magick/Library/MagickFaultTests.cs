using ImageMagick;
using Pipeline.Imaging.Formats;
using Pipeline.Magick.Library;

namespace Pipeline.Tests.Magick.Library;

public sealed class MagickFaultTests
{
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
        Assert.True(MagickFault.IsCausedByFile(new MagickResourceLimitErrorException("UnableToCreateColormap `' @ error/colormap.c/AcquireImageColormap/122")));
        Assert.True(MagickFault.IsCausedByFile(new MagickCorruptImageErrorException("CorruptImage")));
        Assert.True(MagickFault.IsCausedByFile(new MagickImageErrorException("WidthOrHeightExceedsLimit")));
    }

    [Fact]
    public void ShortageIsSaidInPlainWords()
    {
        var raw = new MagickCacheErrorException("CacheResourcesExhausted `' @ error/cache.c");

        var readable = MagickFault.ToReadableException(ImageFormat.Png, raw);

        Assert.Equal("ImageMagick ran out of memory or time while it read the PNG.", readable.Message);
        Assert.Same(raw, readable.InnerException);
    }
}
