using System.Buffers.Binary;
using Pipeline.Imaging.Colours;
using Pipeline.Imaging.Gamuts;
using Pipeline.Imaging.Headers;
using Pipeline.Imaging.Metadata;
using Pipeline.Testing.Files;

namespace Pipeline.Tests.Imaging.Metadata;

public sealed class IccGamutTests
{
    [Fact]
    public void ProfilesByMatrixAreWiderIfTheirPrimariesAre()
    {
        Assert.True(IccGamut.IsWiderThanSrgb(IccFile.DisplayP3, ColourModel.Rgb));
        Assert.True(IccGamut.IsWiderThanSrgb(IccFile.AdobeRgb, ColourModel.Rgb));
        Assert.False(IccGamut.IsWiderThanSrgb(IccFile.Srgb, ColourModel.Rgb));
        Assert.False(IccGamut.IsWiderThanSrgb(IccFile.Gamma18, ColourModel.Rgb));
        Assert.False(IccGamut.IsWiderThanSrgb(IccFile.Television, ColourModel.Rgb));
    }

    [Fact]
    public void GreyIsNeverWider() => Assert.False(IccGamut.IsWiderThanSrgb(IccFile.GreyGamma18, ColourModel.Grey));

    [Fact]
    public void ProfilesByTableAreWiderIfTheirCornersAre()
    {
        Assert.True(IccGamut.IsWiderThanSrgb(CmykProfile.Profile, ColourModel.Cmyk));
        Assert.True(IccGamut.IsWiderThanSrgb(CodedProfile.Create(new(9, CodedColours.Pq), Pipeline.Imaging.Pictures.Gamut.P3), ColourModel.Rgb));
        Assert.False(IccGamut.IsWiderThanSrgb(CodedProfile.Create(new(9, CodedColours.Pq)), ColourModel.Rgb));
        Assert.False(IccGamut.IsWiderThanSrgb(TableOf(ColourSpace.Srgb), ColourModel.Rgb));
        Assert.True(IccGamut.IsWiderThanSrgb(TableOf(ColourSpace.DisplayP3), ColourModel.Rgb));
    }

    [Theory]
    [InlineData("mft1")]
    [InlineData("mAB ")]
    public void EveryFormOfTableIsRead(string form)
    {
        Assert.False(IccGamut.IsWiderThanSrgb(Convert(TableOf(ColourSpace.Srgb), form), ColourModel.Rgb));
        Assert.True(IccGamut.IsWiderThanSrgb(Convert(TableOf(ColourSpace.DisplayP3), form), ColourModel.Rgb));
    }

    [Fact]
    public void MatrixOfATableApplies()
    {
        Assert.False(IccGamut.IsWiderThanSrgb(MatrixOnly(ColourSpace.Srgb), ColourModel.Rgb));
        Assert.True(IccGamut.IsWiderThanSrgb(MatrixOnly(ColourSpace.DisplayP3), ColourModel.Rgb));
    }

    [Fact]
    public void DamagedProfilesNeverThrow()
    {
        var random = new Random(3);
        foreach (var profile in new[] { IccFile.DisplayP3, TableOf(ColourSpace.DisplayP3), Convert(TableOf(ColourSpace.Srgb), "mAB "), MatrixOnly(ColourSpace.DisplayP3) })
        {
            for (var i = 0; i < 2_000; i++)
            {
                byte[] damaged = [.. profile];
                damaged[random.Next(128, Math.Min(400, damaged.Length))] = (byte)random.Next(256);
                if (IccProfile.Fits(damaged, ColourModel.Rgb))
                {
                    _ = IccGamut.IsWiderThanSrgb(damaged, ColourModel.Rgb);
                }
            }
        }
    }

    private static byte[] TableOf(ColourSpace space) => IccWriter.WriteTable(
        "test", ColourModel.Rgb, gridPoints: 3, (_, value) => value, node => ColourSpace.ToLab(ColourSpace.Multiply(space.ToD50, node)));

    /// <summary>The same profile with its table in another form.</summary>
    private static byte[] Convert(byte[] profile, string form)
    {
        const int points = 3, nodes = points * points * points;
        var table = profile.AsSpan(FindTable(profile));
        var entries = BinaryPrimitives.ReadUInt16BigEndian(table[48..]);
        double[] lab = new double[nodes * 3];
        for (var i = 0; i < lab.Length; i++)
        {
            // mft2 has 0xFF00 where the others have 0xFFFF.
            lab[i] = BinaryPrimitives.ReadUInt16BigEndian(table[(52 + (2 * 3 * entries) + (2 * i))..]) / 65280.0;
        }

        if (form == "mft1")
        {
            byte[] identity = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
            return WithTable(profile,
            [
                .. "mft1"u8, 0, 0, 0, 0, 3, 3, points, 0, .. new byte[36], .. identity, .. identity, .. identity,
                .. lab.Select(value => (byte)Math.Round(value * 255)), .. identity, .. identity, .. identity,
            ]);
        }

        // B curves, which change nothing, at 32; the table at 68; A curves are those of B.
        byte[] curves = [.. Enumerable.Repeat<byte[]>([.. "curv"u8, 0, 0, 0, 0, 0, 0, 0, 0], 3).SelectMany(curve => curve)];
        byte[] clut = [points, points, points, .. new byte[13], 2, 0, 0, 0, .. lab.SelectMany(value => BigEndian((ushort)Math.Round(value * 65535)))];
        return WithTable(profile, [.. "mAB "u8, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 68, 0, 0, 0, 32, .. curves, .. clut]);
    }

    /// <summary>A profile of XYZ whose <c>mAB</c> has curves M and a matrix, but no table.</summary>
    private static byte[] MatrixOnly(ColourSpace space)
    {
        byte[] curves = [.. Enumerable.Repeat<byte[]>([.. "curv"u8, 0, 0, 0, 0, 0, 0, 0, 0], 3).SelectMany(curve => curve)];
        // XYZ of 1 is encoded as 32768 of 65535.
        byte[] matrix = [.. space.ToD50.Cast<double>().SelectMany(value => BigEndian((int)Math.Round(value * 32768 / 65535 * 65536))), .. new byte[12]];
        var profile = WithTable(
            TableOf(space), [.. "mAB "u8, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 32, 0, 0, 0, 68, 0, 0, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0, .. curves, .. matrix]);
        "XYZ "u8.CopyTo(profile.AsSpan(20));
        return profile;
    }

    private static byte[] WithTable(byte[] profile, byte[] table)
    {
        var offset = FindTable(profile);
        byte[] changed = [.. profile[..offset], .. table];
        BinaryPrimitives.WriteInt32BigEndian(changed, changed.Length);
        BinaryPrimitives.WriteInt32BigEndian(changed.AsSpan(profile.AsSpan().IndexOf("A2B0"u8) + 8), table.Length);
        Assert.True(IccProfile.Fits(changed, ColourModel.Rgb));
        return changed;
    }

    private static int FindTable(byte[] profile) => BinaryPrimitives.ReadInt32BigEndian(profile.AsSpan(profile.AsSpan().IndexOf("A2B0"u8) + 4));

    private static byte[] BigEndian(ushort value) => [(byte)(value >> 8), (byte)value];

    private static byte[] BigEndian(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
}
