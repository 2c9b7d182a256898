using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Pipeline.EventPatterns;

/// <summary>A block of IPv4 or IPv6 addresses in CIDR notation. As in EventBridge, bits of the base address beyond the mask are ignored.</summary>
internal sealed class CidrBlock
{
    private readonly byte[] _base;
    private readonly int _maskBits;

    private CidrBlock(byte[] @base, int maskBits) => (_base, _maskBits) = (@base, maskBits);

    /// <returns>Null unless the text is an address, a slash and a mask of 0 to 31 (IPv4) or 0 to 127 (IPv6) bits.</returns>
    public static CidrBlock? Parse(string text) =>
        text.Split('/') is [var address, var mask]
        && ParseAddress(address) is { } bytes
        && int.TryParse(mask, NumberStyles.None, CultureInfo.InvariantCulture, out var maskBits)
        && maskBits < bytes.Length * 8
            ? new(bytes, maskBits)
            : null;

    public bool Contains(string text)
    {
        if (ParseAddress(text) is not { } address || address.Length != _base.Length)
        {
            return false;
        }

        var wholeBytes = _maskBits / 8;
        return address.AsSpan(0, wholeBytes).SequenceEqual(_base.AsSpan(0, wholeBytes))
            && (_maskBits % 8 == 0 || (address[wholeBytes] ^ _base[wholeBytes]) >> (8 - (_maskBits % 8)) == 0);
    }

    private static byte[]? ParseAddress(string text)
    {
        // IPAddress also parses "10", "0x7f.1" and "fe80::1%eth0"; EventBridge does not treat these as addresses.
        var isAddress = text.Contains(':', StringComparison.Ordinal)
            ? text.All(c => char.IsAsciiHexDigit(c) || c == ':')
            : text.Split('.') is { Length: 4 } parts && parts.All(part => part.Length is > 0 and < 4 && part.All(char.IsAsciiDigit));
        return isAddress && IPAddress.TryParse(text, out var address)
            && address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6
                ? address.GetAddressBytes()
                : null;
    }
}
