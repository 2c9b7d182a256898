using System.Text;
using Pipeline.Host.S3.Bodies;

namespace Pipeline.Tests.Host.S3.Bodies;

public sealed class ChecksumTests
{
    /// <summary>Check values of the catalogue of parametrised CRC algorithms: CRC-32/ISO-HDLC, CRC-32/ISCSI, CRC-64/NVME.</summary>
    [Theory]
    [InlineData("crc32", "CBF43926")]
    [InlineData("crc32c", "E3069283")]
    [InlineData("crc64nvme", "AE8B14860A799888")]
    public void ChecksumMatchesTheCrcCatalogue(string algorithm, string expected)
    {
        using var checksum = Checksum.Create(algorithm);

        checksum.Append("123456789"u8);

        Assert.Equal(expected, Convert.ToHexString(checksum.Finish()));
    }

    [Theory]
    [InlineData("crc32")]
    [InlineData("crc32c")]
    [InlineData("crc64nvme")]
    public void ChecksumOfPiecesEqualsTheChecksumOfTheWhole(string algorithm)
    {
        var content = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 100).Select(number => $"{number} bottles ")));
        using var whole = Checksum.Create(algorithm);
        using var pieces = Checksum.Create(algorithm);

        whole.Append(content);
        for (var (start, length) = (0, 1); start < content.Length; start += length, length = (length % 23) + 1)
        {
            pieces.Append(content.AsSpan(start, Math.Min(length, content.Length - start)));
        }

        Assert.Equal(whole.Finish(), pieces.Finish());
    }

    [Theory]
    [InlineData("crc32", "00000000")]
    [InlineData("crc64nvme", "0000000000000000")]
    public void ChecksumOfNothingIsZero(string algorithm, string expected)
    {
        using var checksum = Checksum.Create(algorithm);

        Assert.Equal(expected, Convert.ToHexString(checksum.Finish()));
    }
}
